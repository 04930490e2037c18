using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Engine.Detection;
using Engine.Tests.Architecture;

namespace Engine.Tests.Detection;

public sealed class DetectorCatalogTests
{
    [Fact]
    public void Every_detector_is_listed_once() => CatalogueRule.ListsEveryImplementation(
        typeof(IDetector), typeof(IDetector).Assembly, DetectorCatalog.All.Select(entry => entry.Create(null).GetType()));

    [Fact]
    public void Ids_are_unique_and_of_the_public_form() =>
        CatalogueRule.HasGoodIds(DetectorCatalog.All.Select(entry => entry.Info.Id), "API-[A-Z]+-[0-9]{3}");

    [Fact]
    public void A_detector_declares_what_its_entry_says() =>
        Assert.All(DetectorCatalog.All, entry => Assert.Same(entry.Info, entry.Create(null).Info));

    [Fact]
    public void Every_number_in_the_options_has_a_range_that_its_default_is_in() => Assert.All(DetectorCatalog.All, entry =>
    {
        var numbers = entry.Defaults.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.PropertyType.IsPrimitive && property.PropertyType != typeof(bool)).ToList();
        Assert.All(numbers, number => Assert.NotNull(number.GetCustomAttribute<RangeAttribute>()));
        Assert.True(Validator.TryValidateObject(entry.Defaults, new ValidationContext(entry.Defaults), null, validateAllProperties: true));
    });

    [Fact]
    public void Every_declaration_is_complete() => Assert.All(DetectorCatalog.All, entry =>
    {
        Assert.True(entry.Info.Version >= 1);
        Assert.Matches("^API[0-9]+:2023$", entry.Info.Categories[0]);
        Assert.NotEmpty(entry.Info.Needs);
        Assert.NotEmpty(entry.Info.FalsePositives);
        Assert.All([entry.Info.Title, entry.Info.Catches, entry.Info.EvidenceGroup, entry.Info.Key, entry.Info.Memory], text => Assert.NotEmpty(text));
    });

    [Fact]
    public void Other_options_are_other_rules()
    {
        var detectors = DetectorCatalog.All.ToDictionary(
            entry => entry.Info.Id, entry => entry.Defaults with { Mode = DetectorMode.Shadow });
        var none = new Dictionary<string, DetectorOptions>();
        var scoring = new Engine.Detection.Verdicts.ScoringOptions();
        Assert.Equal(RulesVersion.Of(none, scoring), RulesVersion.Of(none, scoring));
        Assert.NotEqual(RulesVersion.Of(none, scoring), RulesVersion.Of(detectors, scoring));
        Assert.NotEqual(RulesVersion.Of(none, scoring), RulesVersion.Of(none, scoring with { Observe = 31 }));
    }
}

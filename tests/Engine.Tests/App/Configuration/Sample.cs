using System.ComponentModel.DataAnnotations;
using System.Net;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Reading;
using Engine.Schemas;

namespace Engine.Tests.App.Configuration;

/// <summary>Records of options of every shape, and how to read them.</summary>
internal static class Sample
{
    internal enum Mode { DryRun, Enforce }

    internal sealed record Options : IValidatableObject
    {
        /// <summary>How many.</summary>
        [Range(1, 100)]
        public int Count { get; init; } = 7;
        [Range(0, 1)]
        public double Share { get; init; } = 0.5;
        public bool IsOn { get; init; }
        public Mode Mode { get; init; }

        /// <summary>Not longer than <see cref="Longest"/>.</summary>
        [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
        public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);
        public TimeSpan? Longest { get; init; }
        [ByteSize, Range(1024, long.MaxValue)]
        public long Memory { get; init; } = 1 << 20;
        public int MaxRecordBytes { get; init; } = 4096;
        public string Name { get; init; } = "plain";
        public string? Note { get; init; }
        public IReadOnlyList<int> Ports { get; init; } = [80, 443];
        public IReadOnlySet<Mode> Modes { get; init; } = new HashSet<Mode>();
        public IReadOnlyList<IPNetwork> Networks { get; init; } = [];
        public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string> { ["path"] = "request.uri" };
        public Nested Inner { get; init; } = Nested.Shared;
        public Nested? Maybe { get; init; }
        public IReadOnlyList<Item> Items { get; init; } = [];
        public IReadOnlyDictionary<string, Item> Named { get; init; } = new Dictionary<string, Item>();
        [Secret]
        public string? Key { get; init; }
        [Secret]
        public IReadOnlyList<string> Keys { get; init; } = [];
        [Secret, MinLength(1), MaxLength(16, ErrorMessage = "is longer than 16 bytes")]
        public byte[] Salt { get; init; } = [];
        internal static IReadOnlyDictionary<string, Type> PluginTypes { get; } =
            new Dictionary<string, Type> { ["API-ENUM-001"] = typeof(Nested), ["API-SCAN-001"] = typeof(Item) };
        [TypesByKey(nameof(PluginTypes))]
        public IReadOnlyDictionary<string, object> Plugins { get; init; } = new Dictionary<string, object>();

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Longest < Window) yield return new ValidationResult("is shorter than window", [nameof(Longest)]);
        }
    }

    internal sealed record Nested
    {
        /// <summary>A default that many instances share: binding must never write into it.</summary>
        public static Nested Shared { get; } = new() { Limit = 30 };
        public int Limit { get; init; } = 3;
        public int Other { get; init; } = 4;
    }

    /// <param name="Id">Required, since it has no default.</param>
    /// <param name="Weight">Has one.</param>
    internal sealed record Item(string Id, int Weight = 5);

    public static BoundOptions Bind(string yaml)
    {
        var problems = new List<Engine.App.Configuration.ConfigurationProblem>();
        var node = YamlReader.Read("e.yaml", yaml, problems);
        var bound = OptionsBinder.Bind(typeof(Options), node);
        return bound with { Problems = [.. problems, .. bound.Problems] };
    }

    public static Options Good(string yaml)
    {
        var bound = Bind(yaml);
        Assert.Empty(bound.Problems);
        return (Options)bound.Options;
    }

    public static string[] Problems(string yaml) => [.. Bind(yaml).Problems.Select(problem => problem.ToString())];

    public static string Problem(string yaml) => Assert.Single(Problems(yaml));
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Engine.Tests.Architecture;

public sealed partial class NamingTests
{
    private static readonly string[] SayNothing =
        ["Manager", "Managers", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Base", "Impl"];

    private static readonly string[] Assemblies =
        ["Engine.Schemas", "Engine.Ingest", "Engine.Enrichment", "Engine.Detection", "Engine.Sinks", "engine", "Engine.Tests"];

    [Fact]
    public void A_type_is_named_for_what_it_is()
    {
        var types = Assemblies.SelectMany(name => Assembly.Load(name).GetTypes()).Where(IsOurs);
        Assert.Empty(types.Where(type => Word().Matches(type.Name).Any(word => SayNothing.Contains(word.Value))).Select(type => type.FullName));
    }

    [Fact]
    public void A_file_holds_one_public_type_and_has_its_name()
    {
        var wrong = SourceTree.Files(".cs").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .Select(file => (file, types: PublicType().Matches(File.ReadAllText(SourceTree.PathOf(file))).Select(match => match.Groups["name"].Value).Distinct().ToList()))
            .Where(found => found.types.Count > 1 || (found.types is [var only] && only != Path.GetFileName(found.file).Split('.')[0]));
        Assert.Empty(wrong.Select(found => $"{found.file}: {string.Join(", ", found.types)}"));
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        // Code in examples goes into services of others.
        var wrong = SourceTree.Files(".cs").Where(file => file.Contains('/', StringComparison.Ordinal) && !file.StartsWith("deploy/", StringComparison.Ordinal))
            .Select(file => (file, text: Namespace().Match(File.ReadAllText(SourceTree.PathOf(file))).Groups["name"].Value))
            .Where(found => found.text.Length > 0 && !IsOf(found.text, found.file));
        Assert.Empty(wrong.Select(found => $"{found.file}: {found.text}"));
    }

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Engine.", StringComparison.Ordinal) == true && !type.IsDefined(typeof(CompilerGeneratedAttribute));

    /// <summary>The room is always part of the namespace; folders inside may only group files.</summary>
    private static bool IsOf(string name, string file)
    {
        var folders = Path.GetDirectoryName(file)!.Replace('\\', '/').Split('/').SkipWhile(folder => folder == "tests").Select(Plain).ToList();
        var words = name.Split('.').Skip(1).Select(Plain).ToList();
        if (folders[0].StartsWith("engine.", StringComparison.Ordinal)) return name.StartsWith("Engine.", StringComparison.Ordinal);
        return words.Count > 0 && words[0] == folders[0] && words.All(folders.Contains);
    }

    private static string Plain(string word) => word.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"^public\s+(?:(?:sealed|static|abstract|readonly|ref|partial|unsafe)\s+)*(?:record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+\S+)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

using System.Text;
using Engine.App.Configuration.Binding;
using Engine.App.Configuration.Reading;
using Engine.Schemas;

namespace Engine.App.Configuration;

/// <summary>File, then environment, then <c>--set</c>: the later wins. Reads the file and nothing that the file names.</summary>
internal static class ConfigurationLoader
{
    /// <param name="path">The YAML file; null for none.</param>
    /// <param name="sets"><c>KEY=VALUE</c> arguments, the last wins.</param>
    /// <param name="environment">Variables; those that begin with <c>ENGINE__</c> override keys.</param>
    public static LoadedConfiguration Load(string? path, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string> environment) =>
        new(Bind(typeof(EngineOptions), path, sets, environment), environment);

    /// <summary><see cref="Load"/> for any record of a whole configuration.</summary>
    public static BoundOptions Bind(Type type, string? path, IReadOnlyList<string> sets, IReadOnlyDictionary<string, string> environment)
    {
        var problems = new List<ConfigurationProblem>();
        ConfigurationNode? root = null;
        if (path is not null && ReadText(path, problems) is { } text) root = YamlReader.Read(path, text, problems);

        // What cannot be read says nothing about which keys are missing.
        if (root is null && problems.Count > 0) return new BoundOptions(OptionShape.CreateSection(type), problems, []);

        root ??= new MappingNode(path is null ? Origin.Defaults : new Origin(path, 1, 1));
        var overrides = Override.FromEnvironment(environment).Concat(sets.Select(set => Override.FromArgument(set, problems)).OfType<Override>());
        foreach (var value in overrides.ToList())
        {
            if (root is MappingNode mapping) new OverrideTarget(value, problems).Write(mapping, type);
        }

        var bound = OptionsBinder.Bind(type, root);
        problems.AddRange(bound.Problems);
        return bound with { Problems = [.. problems.OrderBy(problem => problem.Line == 0 ? int.MaxValue : problem.Line).ThenBy(problem => problem.Column)] };
    }

    /// <summary>Bounded, whatever the path is: a device that never ends is refused like a large file.</summary>
    private static string? ReadText(string path, List<ConfigurationProblem> problems)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[YamlReader.LargestFile + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length <= YamlReader.LargestFile) return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length).TrimStart('\uFEFF');
            Report(path, "larger than 1 MiB; is this a configuration?", problems);
        }
        catch (DecoderFallbackException)
        {
            Report(path, "not UTF-8 text; is this a configuration?", problems);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            Report(path, "no such file; name another with -c FILE", problems);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Report(path, Directory.Exists(path) ? "a directory; name the file in it" : $"cannot be read; {UserError.Why(failure)}", problems);
        }

        return null;
    }

    private static void Report(string path, string message, List<ConfigurationProblem> problems) =>
        problems.Add(ConfigurationProblem.At(new Origin(path), "", message));
}

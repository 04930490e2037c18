using System.Text.Json;
using Engine.App.Configuration;
using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>
/// The formats that a run chose for sources whose operator left it to the engine, kept beside its checkpoints: what goes on is read as it began,
/// whatever its files look like by then.
/// </summary>
/// <param name="directory">Where checkpoints are kept.</param>
internal sealed class RecordedFormats(string directory)
{
    private readonly string _path = Path.Combine(directory, "formats.json");

    /// <summary>Null: none is known.</summary>
    /// <param name="source">As configured.</param>
    public string? Of(SourceOptions source) => Read().GetValueOrDefault(KeyOf(source));

    /// <summary>Remembers the choices, and nothing else.</summary>
    /// <exception cref="UserError">They cannot be written.</exception>
    public void Keep(IReadOnlyList<SourceOptions> chosen)
    {
        try
        {
            if (chosen.Count == 0)
            {
                File.Delete(_path);
                return;
            }

            Directory.CreateDirectory(directory);
            File.WriteAllBytes(_path + ".new", JsonSerializer.SerializeToUtf8Bytes(chosen.ToDictionary(KeyOf, source => source.Format)));
            File.Move(_path + ".new", _path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"the chosen formats cannot be kept in {_path} ({UserError.Why(failure)}); name the formats of the sources, or choose another checkpoints.directory", cause: failure);
        }
    }

    private static string KeyOf(SourceOptions source) => string.Join('\n', [source.Name, .. source.Paths, .. source.Kafka?.Topics ?? []]);

    // One that cannot be read costs another look at the input.
    private Dictionary<string, string> Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(_path)) ?? [] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}

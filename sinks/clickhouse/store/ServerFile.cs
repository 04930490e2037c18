using System.Text.Json;
using System.Text.Json.Serialization;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>
/// <c>server.json</c> in the data directory: how the store that is open there is reached. Readable by its owner only, gone when the
/// store is closed; one that was left behind is recognised by its silence and replaced.
/// </summary>
/// <param name="Url">Address on loopback.</param>
/// <param name="Port">Port of <paramref name="Url"/>.</param>
/// <param name="Token">Access token: the password of every request.</param>
/// <param name="Pid">Process that has the store open.</param>
public sealed partial record ServerFile(string Url, int Port, string Token, int Pid)
{
    public const string Name = "server.json";

    public static string PathIn(string directory) => Path.Combine(directory, Name);

    /// <summary>Null where there is none, or none that can be read.</summary>
    public static ServerFile? Read(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(directory)), ServerFileJson.Default.ServerFile);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException or NotSupportedException)
        {
            return null;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserError($"{PathIn(directory)} belongs to another user; run as that user or choose another --store", cause: error);
        }
    }

    /// <summary>Written beside and renamed: a reader sees all of it or nothing.</summary>
    public void Write(string directory)
    {
        var path = PathIn(directory);
        var beside = $"{path}.{Pid}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(beside, options))
            JsonSerializer.Serialize(file, this, ServerFileJson.Default.ServerFile);
        File.Move(beside, path, overwrite: true);
    }

    public static void Remove(string directory) => File.Delete(PathIn(directory));

    public StoreConnection Connection(string database) => new()
    {
        Address = new Uri($"http://127.0.0.1:{Port}/"),
        User = "default",
        Password = Token,
        Database = database,
    };

    // The token is in it: a record prints all its fields.
    public override string ToString() => $"{Url} (process {Pid})";

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(ServerFile))]
    private sealed partial class ServerFileJson : JsonSerializerContext;
}

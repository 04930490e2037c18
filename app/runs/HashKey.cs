using System.Security.Cryptography;
using Engine.App.Configuration;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Runs;

/// <summary>
/// The key under which credentials are hashed. Made once per data directory, so that the same token has the same hash in every run
/// and in the store; a configured key wins, so that several engines agree.
/// </summary>
internal static class HashKey
{
    public const string FileName = "hash.key";
    private const int Length = 32;

    /// <summary>The options with the key of the store's data directory, unless they name one.</summary>
    public static EngineOptions Into(EngineOptions options, StoreLocation store) => options.Enrichment.SecretKey.Length > 0
        ? options
        : options with { Enrichment = options.Enrichment with { SecretKey = LoadOrCreate(DataDirectory.Of(store)) } };

    /// <param name="dataDirectory">Directory that holds, or will hold, the key file.</param>
    /// <exception cref="UserError">The directory cannot be written, or the file is not a key.</exception>
    public static byte[] LoadOrCreate(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        try
        {
            Directory.CreateDirectory(dataDirectory);
            if (!File.Exists(path))
                Create(path);
            var key = File.ReadAllBytes(path);
            return key.Length == Length ? key : throw new UserError(
                $"{path} holds {key.Length} bytes, not a key of {Length}; restore it, or delete it (stored credential hashes then no longer match new ones)");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"the data directory {dataDirectory} cannot be written ({UserError.Why(cause)}); choose another with --store or ENGINE_DATA", cause: cause);
        }
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // Written beside and moved, so that a second engine starting now never reads half a key.
        var fresh = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(fresh, options))
            file.Write(RandomNumberGenerator.GetBytes(Length));
        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(fresh);
        }
    }
}

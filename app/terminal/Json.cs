using System.Text.Json;

namespace Engine.App.Terminal;

/// <summary>JSON for scripts: snake_case keys, enums by name, one document or one line a record.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Lines = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Control characters and everything beyond ASCII come out escaped, so the line is safe on a terminal too.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Lines);
}

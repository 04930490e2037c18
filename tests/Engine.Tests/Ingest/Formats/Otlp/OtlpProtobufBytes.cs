using Google.Protobuf;

namespace Engine.Tests.Ingest.Formats.Otlp;

/// <summary>Writes OTLP in protobuf with Google's own encoder, so that the reader is held against somebody else's idea of the wire.</summary>
internal static class OtlpProtobufBytes
{
    public static byte[] Of(OtlpElement[] elements, bool isLogs = false, (string, object)[]? resource = null) => Message(request =>
        Nested(request, 1, resources =>
        {
            Nested(resources, 1, described => Pairs(described, 1, resource ?? OtlpElement.Resource));
            Nested(resources, 2, scope =>
            {
                Nested(scope, 1, library => Text(library, 1, "lib"));
                foreach (var element in elements)
                    Nested(scope, 2, into => Write(into, element, isLogs));
            });
            Text(resources, 3, "https://opentelemetry.io/schemas/1.44.0");
        }));

    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return bytes.ToArray();
    }

    public static void Nested(CodedOutputStream into, int field, Action<CodedOutputStream> write)
    {
        into.WriteTag(field, WireFormat.WireType.LengthDelimited);
        into.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    public static void Text(CodedOutputStream into, int field, string text)
    {
        into.WriteTag(field, WireFormat.WireType.LengthDelimited);
        into.WriteString(text);
    }

    private static void Write(CodedOutputStream into, OtlpElement element, bool isLog)
    {
        if (isLog)
        {
            Fixed64(into, 1, element.From);
            Nested(into, 5, body => WriteBody(body, element));
            Pairs(into, 6, element.Attributes);
            Id(into, 9, element.Trace);
            Id(into, 10, element.Span);
            Fixed64(into, 11, element.To);
            return;
        }

        Id(into, 1, element.Trace);
        Id(into, 2, element.Span);
        Id(into, 4, element.Parent);
        Text(into, 5, element.Name);
        into.WriteTag(6, WireFormat.WireType.Varint);
        into.WriteEnum(element.Kind);
        Fixed64(into, 7, element.From);
        Fixed64(into, 8, element.To);
        Pairs(into, 9, element.Attributes);
        into.WriteTag(16, WireFormat.WireType.Fixed32);
        into.WriteFixed32(257);
    }

    private static void WriteBody(CodedOutputStream body, OtlpElement element)
    {
        if (element.Body.Length == 0)
            Text(body, 1, "text");
        else
            Nested(body, 6, list => Pairs(list, 1, element.Body));
    }

    private static void Pairs(CodedOutputStream into, int field, (string Key, object Value)[] pairs)
    {
        foreach (var (key, value) in pairs)
        {
            Nested(into, field, pair =>
            {
                Text(pair, 1, key);
                Nested(pair, 2, any => Value(any, value));
            });
        }
    }

    private static void Value(CodedOutputStream any, object value)
    {
        switch (value)
        {
            case string text:
                Text(any, 1, text);
                break;
            case bool flag:
                any.WriteTag(2, WireFormat.WireType.Varint);
                any.WriteBool(flag);
                break;
            case int number:
                any.WriteTag(3, WireFormat.WireType.Varint);
                any.WriteInt64(number);
                break;
            case double number:
                any.WriteTag(4, WireFormat.WireType.Fixed64);
                any.WriteDouble(number);
                break;
            case string[] list:
                Nested(any, 5, array =>
                {
                    foreach (var item in list)
                        Nested(array, 1, inner => Value(inner, item));
                });
                break;
        }
    }

    private static void Id(CodedOutputStream into, int field, string hex)
    {
        into.WriteTag(field, WireFormat.WireType.LengthDelimited);
        into.WriteBytes(ByteString.CopyFrom(Convert.FromHexString(hex)));
    }

    private static void Fixed64(CodedOutputStream into, int field, ulong value)
    {
        into.WriteTag(field, WireFormat.WireType.Fixed64);
        into.WriteFixed64(value);
    }
}

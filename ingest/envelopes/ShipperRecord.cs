using System.Text.Json;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Envelopes;

/// <summary>Finds the record in one object of a shipper.</summary>
/// <remarks>
/// A text goes before an object, since Filebeat has both: message is the line, log says which file it is from. An object is a line that the
/// shipper has parsed already. What is there twice is refused: no one can tell which of them others go by.
/// </remarks>
internal ref struct ShipperRecord(ReadOnlyMemory<byte> bytes)
{
    private const int NoRank = int.MaxValue, Objects = (int)ShipperMember.None;

    private int _best = NoRank;
    private int _seen;
    private bool _isTwice;

    /// <summary>The record, where there is no problem.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>The reader stands on the object's begin and is left on its end.</summary>
    /// <returns>What is wrong; null: nothing.</returns>
    public string? Find(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = MemberOf(ref reader);
            reader.Read();
            if (member != ShipperMember.None)
                Take(ref reader, member);
            reader.Skip();
        }

        return _isTwice ? "a member of the shipper's JSON is there twice"
            : _best == NoRank ? "the shipper's JSON has no record in log, message, msg, MESSAGE, event.original, json or log_processed"
            : null;
    }

    private void Take(ref Utf8JsonReader reader, ShipperMember member)
    {
        _isTwice |= (_seen & (1 << (int)member)) != 0;
        _seen |= 1 << (int)member;
        if (member == ShipperMember.Event)
        {
            TakeOriginal(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.String && (int)member < _best)
        {
            (_best, Content) = ((int)member, MemberText.Of(ref reader, bytes));
        }
        else if (reader.TokenType == JsonTokenType.StartObject && RankOfObject(member) is var rank && rank < _best)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            (_best, Content) = (rank, bytes[start..(int)reader.BytesConsumed]);
        }
    }

    // Those that hold nothing else go first.
    private static int RankOfObject(ShipperMember member) => Objects + (member >= ShipperMember.Json ? 0 : Objects - (int)member);

    private void TakeOriginal(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        for (var isFound = false; reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var isIt = JsonScalar.NameIs(ref reader, "original"u8, ParserMemory.OfThisThread);
            reader.Read();
            _isTwice |= isIt && isFound;
            isFound |= isIt;
            if (isIt && reader.TokenType == JsonTokenType.String && (int)ShipperMember.Event < _best)
                (_best, Content) = ((int)ShipperMember.Event, MemberText.Of(ref reader, bytes));
            reader.Skip();
        }
    }

    private static ShipperMember MemberOf(ref Utf8JsonReader reader)
    {
        var name = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            var scratch = ParserMemory.OfThisThread.Scratch(name.Length);
            name = scratch[..EscapedText.UnescapeJson(name, scratch)];
        }

        return name.Length switch
        {
            3 when name.SequenceEqual("log"u8) => ShipperMember.Log,
            3 when name.SequenceEqual("msg"u8) => ShipperMember.Msg,
            4 when name.SequenceEqual("json"u8) => ShipperMember.Json,
            5 when name.SequenceEqual("event"u8) => ShipperMember.Event,
            7 when name.SequenceEqual("message"u8) => ShipperMember.Message,
            7 when name.SequenceEqual("MESSAGE"u8) => ShipperMember.JournalMessage,
            13 when name.SequenceEqual("log_processed"u8) => ShipperMember.LogProcessed,
            _ => ShipperMember.None,
        };
    }
}

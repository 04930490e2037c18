using System.Globalization;
using System.Numerics;
using Engine.Enrichment.Bodies;
using Engine.Enrichment.Endpoints;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Parameters;

/// <summary>One parameter of an endpoint, as accepted calls show it: never a value, only what values are like.</summary>
internal sealed class LearnedParameter(string name, ParameterPlace place, ulong firstSource)
{
    /// <summary>First bit that says what JSON says of the values; below stand the kinds.</summary>
    private const int JsonBit = 16;

    private const int KindBits = (1 << JsonBit) - 1;

    /// <summary>A bit for each <see cref="SegmentKind"/>, and one for each <see cref="JsonFieldKind"/>.</summary>
    private int _kinds;
    private double _least = double.PositiveInfinity, _most = double.NegativeInfinity;

    public string Name { get; } = name;
    public ParameterPlace Place { get; } = place;

    /// <summary>What its name says; in an object, that of the field.</summary>
    public RoleHints Hint { get; } = HintNames.Of(name.AsSpan(name.LastIndexOf('.') + 1));

    /// <summary>Calls that had it.</summary>
    public int Calls { get; private set; }

    /// <summary>A second address sent it as well.</summary>
    public bool IsShared { get; private set; }

    public void See(ReadOnlySpan<char> value, JsonFieldKind? json, ulong source)
    {
        Calls = Math.Min(int.MaxValue - 1, Calls + 1);
        IsShared |= source != firstSource;
        if (json is { } type)
            _kinds |= 1 << (JsonBit + (int)type);
        if (json is null or JsonFieldKind.Text or JsonFieldKind.Number)
            Measure(value);
    }

    public void Absorb(LearnedParameter other)
    {
        Calls = (int)Math.Min(int.MaxValue - 1, (long)Calls + other.Calls);
        IsShared |= other.IsShared || other.FirstSource != firstSource;
        _kinds |= other._kinds;
        (_least, _most) = (Math.Min(_least, other._least), Math.Max(_most, other._most));
    }

    /// <param name="calls">Calls that could have had it.</param>
    public EndpointParameter Describe(int calls) => new(Name, Place, Type, Format, Calls >= calls)
    {
        Least = double.IsFinite(_least) ? _least : null,
        Most = double.IsFinite(_most) ? _most : null,
    };

    public static void Save(ref MessagePackWriter writer, LearnedParameter parameter)
    {
        writer.Write(parameter.Name);
        writer.Write((int)parameter.Place);
        writer.WriteUInt64(parameter.FirstSource);
        writer.Write(parameter.Calls);
        writer.Write(parameter.IsShared);
        writer.Write(parameter._kinds);
        writer.Write(parameter._least);
        writer.Write(parameter._most);
    }

    public static LearnedParameter Load(ref MessagePackReader reader)
    {
        var name = reader.ReadString() ?? "";
        var place = (ParameterPlace)reader.ReadInt32();
        return new LearnedParameter(name, place, reader.ReadUInt64())
        {
            Calls = reader.ReadInt32(),
            IsShared = reader.ReadBoolean(),
            _kinds = reader.ReadInt32(),
            _least = reader.ReadDouble(),
            _most = reader.ReadDouble(),
        };
    }

    private ulong FirstSource => firstSource;

    private ParameterType Type
    {
        get
        {
            var json = (JsonFieldKind)BitOperations.TrailingZeroCount(_kinds >> JsonBit);
            var types = BitOperations.PopCount((uint)(_kinds >> JsonBit & ~(1 << (int)JsonFieldKind.Null)));
            if (types > 1)
                return ParameterType.Mixed;
            if (types == 1 && json is not JsonFieldKind.Number)
                return json switch { JsonFieldKind.Text => ParameterType.Text, JsonFieldKind.Boolean => ParameterType.Boolean, JsonFieldKind.Array => ParameterType.Array, _ => ParameterType.Object };
            return (_kinds & KindBits) switch
            {
                0 => ParameterType.Unknown,
                1 << (int)SegmentKind.Id => ParameterType.Integer,
                1 << (int)SegmentKind.Number or (1 << (int)SegmentKind.Number | 1 << (int)SegmentKind.Id) => ParameterType.Number,
                _ => ParameterType.Text,
            };
        }
    }

    /// <summary>What all values look like, where that is something.</summary>
    private string? Format
    {
        get
        {
            var kinds = (uint)(_kinds & KindBits);
            var kind = (SegmentKind)BitOperations.TrailingZeroCount(kinds);
            return BitOperations.PopCount(kinds) == 1 && kind is >= SegmentKind.Uuid and <= SegmentKind.Code ? Segments.Placeholder(kind).Trim('{', '}') : null;
        }
    }

    private void Measure(ReadOnlySpan<char> value)
    {
        var kind = value.IsEmpty ? SegmentKind.Literal : Segments.KindOf(value);
        _kinds |= 1 << (int)kind;
        var isNumber = kind is SegmentKind.Id or SegmentKind.Number;
        var measure = isNumber && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : value.Length;
        (_least, _most) = (Math.Min(_least, measure), Math.Max(_most, measure));
    }
}

namespace Engine.Ingest.Envelopes;

/// <summary>Lines of a Kubernetes container log (CRI): <c>2026-11-23T20:28:01.342Z stdout F text</c>; P in place of F: the line goes on.</summary>
internal sealed class CriEnvelope : ContainerLog
{
    private const int LeastTime = 20;

    public override EnvelopeInfo Info { get; } = new(
        "cri", "Kubernetes container log (containerd, CRI-O)", "Kubernetes CRI logging, design-proposals-archive/node/kubelet-cri-logging.md", "time, stream");

    public override LineParts Parts => LineParts.Cri;

    protected override bool TrySplit(ReadOnlyMemory<byte> line, out ContainerLine split, out string? problem)
    {
        split = default;
        problem = "the line is not 'time stream tag text' as container runtimes (CRI) write it";
        var rest = line.Span;
        var time = rest.IndexOf((byte)' ');
        if (time < LeastTime || rest[10] != 'T')
            return false;
        rest = rest[(time + 1)..];
        var stream = rest.StartsWith("stdout "u8) ? ContainerStream.Output : rest.StartsWith("stderr "u8) ? ContainerStream.Error : ContainerStream.None;
        if (stream == ContainerStream.None)
            return false;
        rest = rest["stdout ".Length..];
        // A tag is P or F, and may be followed by others behind ':'.
        var tag = rest.IndexOf((byte)' ') is var space and >= 0 ? rest[..space] : rest;
        if (tag.IsEmpty || tag[0] is not ((byte)'P' or (byte)'F') || (tag.Length > 1 && tag[1] != ':'))
            return false;
        problem = null;
        split = new ContainerLine(line[(line.Length - rest.Length + Math.Min(tag.Length + 1, rest.Length))..], stream, tag[0] == 'P');
        return true;
    }
}

using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Engine.Ingest.Sources.Receivers.Grpc;

/// <summary>Gzip for gRPC that stops where a message becomes longer unpacked than it may be.</summary>
internal sealed class BoundedGzip(long most) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => new Bounded(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), most);

    private sealed class Bounded(GZipStream unpacked, long most) : ReadOnlyStream
    {
        private long _read;

        public override int Read(Span<byte> buffer)
        {
            var read = unpacked.Read(buffer);
            _read += read;
            return _read <= most ? read : throw new RpcException(new Status(StatusCode.ResourceExhausted, $"the message has more than {most} bytes unpacked; send less at once"));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                unpacked.Dispose();
            base.Dispose(disposing);
        }
    }
}

using System.Buffers.Text;

namespace Ocm.Benchmarks.Load;

/// <summary>An answer as far as a load generator needs it.</summary>
/// <param name="Status">The status.</param>
/// <param name="Length">How many bytes head and body have.</param>
internal readonly record struct Answer(int Status, int Length)
{
    private static readonly int StatusStart = "HTTP/1.1 ".Length;

    /// <summary>Reads an answer that has a Content-Length, as all of ours have; false where a part is still missing.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> bytes, out Answer answer)
    {
        answer = default;
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0 || !Utf8Parser.TryParse(bytes[StatusStart..], out int status, out _))
        {
            return false;
        }

        var field = bytes[..head].IndexOf("Content-Length: "u8);
        if (field < 0 || !Utf8Parser.TryParse(bytes[(field + "Content-Length: ".Length)..], out int length, out _))
        {
            throw new InvalidOperationException("An answer has no Content-Length.");
        }

        answer = new Answer(status, head + "\r\n\r\n".Length + length);
        return bytes.Length >= answer.Length;
    }
}

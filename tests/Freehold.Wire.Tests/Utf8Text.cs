using System.Buffers;
using System.Text;

namespace Freehold.Wire.Tests;

/// <summary>Text in and out of the UTF-8 that the code under test works on.</summary>
internal static class Utf8Text
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(this ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static string Text(this ReadOnlyMemory<byte> bytes) => bytes.Span.Text();

    public static string Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.Text();
    }
}

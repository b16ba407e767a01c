using System.Buffers;
using Freehold.Wire.Errors;

namespace Freehold.Wire.Streaming;

/// <summary>Writes server-sent events as the WHATWG standard (HTML, 9.2) has them.</summary>
/// <remarks>Stateless. Writes into the caller's buffer; when that goes out is the caller's choice.</remarks>
public static class SseWriter
{
    /// <summary>Content type of an event stream.</summary>
    public const string ContentType = "text/event-stream; charset=utf-8";

    /// <summary>Writes one event.</summary>
    /// <param name="output">Receives the event.</param>
    /// <param name="data">The data; each line of it becomes a <c>data:</c> line.</param>
    public static void WriteData(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        BeginData(output);
        AppendData(output, data);
        EndData(output);
    }

    /// <summary>Writes the event that ends an OpenAI stream.</summary>
    /// <param name="output">Receives <c>data: [DONE]</c>.</param>
    public static void WriteDone(IBufferWriter<byte> output) => output.Write("data: [DONE]\n\n"u8);

    /// <summary>Writes a comment, which readers ignore: a sign of life while nothing else is to be said.</summary>
    /// <param name="output">Receives the comment.</param>
    /// <param name="text">One line of UTF-8; line ends in it are written as spaces.</param>
    public static void WriteComment(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write(": "u8);
        WriteLines(output, text, " "u8);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes an error as an event, for failures after the first byte. No <c>[DONE]</c> follows it.</summary>
    /// <param name="output">Receives the event.</param>
    /// <param name="error">The error.</param>
    public static void WriteError(IBufferWriter<byte> output, WireError error)
    {
        BeginData(output);
        WireErrorWriter.Write(output, error);
        EndData(output);
    }

    /// <summary>Begins an event whose data is appended in pieces.</summary>
    /// <param name="output">Receives <c>data: </c>.</param>
    public static void BeginData(IBufferWriter<byte> output) => output.Write("data: "u8);

    /// <summary>Appends to an event's data. A CRLF must not be split between two pieces.</summary>
    /// <param name="output">Receives the piece.</param>
    /// <param name="piece">Part of the data.</param>
    public static void AppendData(IBufferWriter<byte> output, ReadOnlySpan<byte> piece) => WriteLines(output, piece, "\ndata: "u8);

    /// <summary>Ends an event.</summary>
    /// <param name="output">Receives the blank line.</param>
    public static void EndData(IBufferWriter<byte> output) => output.Write("\n\n"u8);

    private static void WriteLines(IBufferWriter<byte> output, ReadOnlySpan<byte> text, ReadOnlySpan<byte> lineEnd)
    {
        while (true)
        {
            var length = text.IndexOfAny((byte)'\r', (byte)'\n');
            if (length < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..length]);
            output.Write(lineEnd);
            text = text[(text[length..].StartsWith("\r\n"u8) ? length + 2 : length + 1)..];
        }
    }
}

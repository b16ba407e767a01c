using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Freehold.Benchmarks.Gateway;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends one request after another, each as one blocking write, and reads its answer whole. It
/// allocates nothing per request, so that the client is the smallest part of what is measured.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int TimeoutMs = 30_000;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveTimeout = TimeoutMs,
        SendTimeout = TimeoutMs,
    };

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _request;
    private readonly AnswerCheck _check;
    private int _start;
    private int _end;

    public LoadConnection(Uri target, byte[] request, AnswerCheck check)
    {
        _request = request;
        _check = check;
        _socket.Connect(IPAddress.Parse(target.Host), target.Port);
    }

    /// <summary>When the first byte of the last answer's body was here, as a <see cref="Stopwatch"/> timestamp.</summary>
    public long FirstByteAt { get; private set; }

    /// <summary>Sends the request and reads its answer.</summary>
    /// <exception cref="InvalidDataException">The answer is not a whole one of status 200.</exception>
    public void Exchange()
    {
        _socket.Send(_request);
        _start = _end = 0;
        var head = ReadHead();
        FirstByteAt = 0;
        if (ContentLength(head) is { } length)
        {
            Fill(length);
            FirstByteAt = Stopwatch.GetTimestamp();
            _check.Add(_buffer.AsSpan(_start, length));
        }
        else
        {
            ReadChunks();
        }

        _check.End();
    }

    public void Dispose() => _socket.Dispose();

    private ReadOnlySpan<byte> ReadHead()
    {
        int length;
        while ((length = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Receive();
        }

        _start = length + 4;
        var head = _buffer.AsSpan(0, length + 2);
        return head.StartsWith("HTTP/1.1 200"u8)
            ? head
            : throw new InvalidDataException($"Not a 200: {System.Text.Encoding.UTF8.GetString(_buffer.AsSpan(0, _end))}");
    }

    /// <summary>Null where the body is chunked, the only other form that our servers send.</summary>
    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var at = head.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _)
            ? length
            : head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0
                ? null
                : throw new InvalidDataException("The answer has neither a length nor chunks.");
    }

    private void ReadChunks()
    {
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
            {
                Compact();
                Receive();
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, line), out int size, out _, 'x'))
            {
                throw new InvalidDataException("A chunk has no size.");
            }

            _start += line + 2;
            Fill(size + 2);
            if (size == 0)
            {
                return;
            }

            if (FirstByteAt == 0)
            {
                FirstByteAt = Stopwatch.GetTimestamp();
            }

            _check.Add(_buffer.AsSpan(_start, size));
            _start += size + 2;
        }
    }

    /// <summary>Receives until so many bytes lie at the start.</summary>
    private void Fill(int count)
    {
        if (_start + count > BufferBytes)
        {
            Compact();
        }

        while (_end - _start < count)
        {
            Receive();
        }
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }

    private void Receive()
    {
        var count = _end < BufferBytes
            ? _socket.Receive(_buffer.AsSpan(_end))
            : throw new InvalidDataException($"The answer has a piece of more than {BufferBytes} bytes.");
        _end += count > 0 ? count : throw new InvalidDataException("The connection was closed in mid-answer.");
    }
}

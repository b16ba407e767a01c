using System.Buffers;
using Freehold.Wire.Json;

namespace Freehold.Wire.Splicing;

/// <summary>What takes the place of a range of the body.</summary>
internal enum EditKind
{
    Model,
    True,
    StreamOptionsValue,
    StreamOptionsMember,
    CommaStreamOptionsMember,
    IncludeUsageMember,
    IncludeUsageMemberComma,
}

/// <summary>
/// Changes to a body, added in its order and applied in one copy. Their number is bounded by the body's size: each stands for a member of it, or for the
/// one insertion.
/// </summary>
internal sealed class EditList : IDisposable
{
    private const int UsualCount = 8;

    private Edit[] _edits = ArrayPool<Edit>.Shared.Rent(UsualCount);
    private int _count;

    public void Add(ByteRange range, EditKind kind)
    {
        if (_count == _edits.Length) Grow();
        _edits[_count++] = new Edit(range, kind);
    }

    /// <summary>Copies the body with the changes made.</summary>
    public void Apply(ReadOnlySpan<byte> body, ReadOnlySpan<byte> model, IBufferWriter<byte> output)
    {
        var copied = 0;
        foreach (var (range, kind) in _edits.AsSpan(0, _count))
        {
            output.Write(body[copied..range.Start]);
            WriteReplacement(kind, model, output);
            copied = range.End;
        }

        output.Write(body[copied..]);
    }

    public void Dispose() => ArrayPool<Edit>.Shared.Return(_edits);

    private static void WriteReplacement(EditKind kind, ReadOnlySpan<byte> model, IBufferWriter<byte> output)
    {
        switch (kind)
        {
            case EditKind.Model:
                output.Write("\""u8);
                output.Write(model);
                output.Write("\""u8);
                break;
            case EditKind.True: output.Write("true"u8); break;
            case EditKind.StreamOptionsValue: output.Write("{\"include_usage\":true}"u8); break;
            case EditKind.StreamOptionsMember: output.Write("\"stream_options\":{\"include_usage\":true}"u8); break;
            case EditKind.CommaStreamOptionsMember: output.Write(",\"stream_options\":{\"include_usage\":true}"u8); break;
            case EditKind.IncludeUsageMember: output.Write("\"include_usage\":true"u8); break;
            case EditKind.IncludeUsageMemberComma: output.Write("\"include_usage\":true,"u8); break;
            default: throw new InvalidOperationException($"No replacement is defined for {kind}.");
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<Edit>.Shared.Rent(_edits.Length * 2);
        _edits.CopyTo(larger, 0);
        ArrayPool<Edit>.Shared.Return(_edits);
        _edits = larger;
    }

    private readonly record struct Edit(ByteRange Range, EditKind Kind);
}

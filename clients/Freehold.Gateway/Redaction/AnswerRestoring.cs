using System.Buffers;
using Freehold.Wire.Restoring;

namespace Freehold.Gateway.Redaction;

/// <summary>Answers on their way back; without a restorer nothing was replaced, and they pass as they are.</summary>
internal static class AnswerRestoring
{
    public static ReadOnlyMemory<byte> RestoreWhole(this AnswerRestorer? restorer, byte[] answer)
    {
        if (restorer is null)
        {
            return answer;
        }

        var restored = new ArrayBufferWriter<byte>(answer.Length + 64);
        restorer.WriteWhole(answer, restored);
        return restored.WrittenMemory;
    }

    /// <summary>Events of a stream; at its end, orderly or not, what is held back comes too.</summary>
    public static ReadOnlyMemory<byte> RestoreEvents(this AnswerRestorer? restorer, byte[] events, bool isEnd)
    {
        if (restorer is null)
        {
            return events;
        }

        var restored = new ArrayBufferWriter<byte>(events.Length + 64);
        restorer.WriteEvents(events, restored);
        if (isEnd)
        {
            restorer.Finish(restored);
        }

        return restored.WrittenMemory;
    }
}

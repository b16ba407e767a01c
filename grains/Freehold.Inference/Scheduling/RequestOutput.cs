using System.Threading.Channels;

namespace Freehold.Inference.Scheduling;

/// <summary>The way of a request's events to its reader; the answers of one request share it.</summary>
/// <remarks>Written by the scheduler's thread, read by one reader. Writing never waits: a full channel pauses the sequences instead.</remarks>
internal sealed class RequestOutput
{
    // The last batch and the final event of each answer must always fit, so that a sequence that ends is done with at once.
    private const int EndEvents = 2;

    private readonly int _maxUnread;
    private readonly Channel<GenerationEvent> _channel;
    private int _openAnswers;

    public RequestOutput(SchedulerOptions options, int answers)
    {
        _maxUnread = options.MaxUnreadBatches + answers - 1;
        _openAnswers = answers;
        _channel = Channel.CreateBounded<GenerationEvent>(
            new BoundedChannelOptions(_maxUnread + EndEvents * answers) { SingleReader = true, SingleWriter = true });
    }

    public ChannelReader<GenerationEvent> Reader => _channel.Reader;

    public bool IsFull => _channel.Reader.Count >= _maxUnread;

    public void Write(GenerationEvent next) => _channel.Writer.TryWrite(next);

    /// <summary>Writes the last event of one answer.</summary>
    public void End(GenerationEvent last)
    {
        _channel.Writer.TryWrite(last);
        if (--_openAnswers == 0)
            _channel.Writer.TryComplete();
    }

    /// <summary>Ends the whole request with one event, or with an exception.</summary>
    public void Refuse(EngineRefusal refusal)
    {
        _channel.Writer.TryWrite(new GenerationRefused(refusal));
        _channel.Writer.TryComplete();
    }

    public void Fail(Exception exception) => _channel.Writer.TryComplete(exception);
}

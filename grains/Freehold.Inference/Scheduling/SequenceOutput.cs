using System.Text;
using System.Threading.Channels;

namespace Freehold.Inference.Scheduling;

/// <summary>Gathers a sequence's tokens into batches for its reader: a batch goes out when it is large enough, or old enough.</summary>
/// <remarks>Written by the scheduler's thread, read by one reader. Writing never waits: a full channel pauses the sequence instead.</remarks>
internal sealed class SequenceOutput
{
    // The last batch and the final event must always fit, so that a sequence that ends is done with at once.
    private const int EndEvents = 2;

    private readonly SchedulerOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<GenerationEvent> _channel;
    private readonly StringBuilder _text = new();
    private readonly List<int> _ids = [];
    private double _logProbSum;
    private long? _lastFlush;

    public SequenceOutput(SchedulerOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _channel = Channel.CreateBounded<GenerationEvent>(
            new BoundedChannelOptions(options.MaxUnreadBatches + EndEvents) { SingleReader = true, SingleWriter = true });
    }

    public ChannelReader<GenerationEvent> Reader => _channel.Reader;

    /// <summary>True where the reader is so far behind that another token would have no place to go.</summary>
    public bool IsBlocked => _ids.Count >= _options.FlushTokens && IsFull;

    private bool IsFull => _channel.Reader.Count >= _options.MaxUnreadBatches;

    public void Add(int id, double logProb, string text)
    {
        _ids.Add(id);
        _logProbSum += logProb;
        _text.Append(text);
    }

    /// <summary>Adds text that no new token brings: what was held back until the end.</summary>
    public void AddText(string text) => _text.Append(text);

    public void FlushIfDue()
    {
        if (_ids.Count == 0 || IsFull)
            return;
        if (_ids.Count >= _options.FlushTokens || _lastFlush is not { } last
            || _time.GetElapsedTime(last).TotalMilliseconds >= _options.FlushMs)
            Flush();
    }

    public void Finish(GenerationEvent last)
    {
        if (_ids.Count > 0 || _text.Length > 0)
            Flush();
        _channel.Writer.TryWrite(last);
        _channel.Writer.TryComplete();
    }

    public void Fail(Exception exception) => _channel.Writer.TryComplete(exception);

    private void Flush()
    {
        _channel.Writer.TryWrite(new GeneratedTokens(_text.ToString(), [.. _ids], _logProbSum));
        _text.Clear();
        _ids.Clear();
        _logProbSum = 0;
        _lastFlush = _time.GetTimestamp();
    }
}

using Freehold.Embedded.Calls;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Freehold.Embedded.Hosting;

/// <summary>All log events of the embedded runtime. Keys of grains are logged, arguments never.</summary>
internal sealed partial class RuntimeLog(ILogger logger)
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Activating {GrainId} failed; the calls that waited for it fail too.")]
    public partial void ActivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Deactivating {GrainId} failed; it is given up anyway.")]
    public partial void DeactivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Call} on {GrainId} failed, and no caller waits for its answer.")]
    public partial void UnansweredFailure(Exception exception, Call call, GrainId grainId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Reminder {Name} of {GrainId} failed; it comes again at its time.")]
    public partial void ReminderFailed(Exception exception, string name, GrainId grainId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "Reading due reminders failed; the next sweep tries again.")]
    public partial void RemindersNotRead(Exception exception);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "A subscriber of stream {Stream} failed an item; it goes on with the next.")]
    public partial void SubscriberFailed(Exception exception, StreamId stream);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "A subscriber of stream {Stream} is too slow: its {Limit} waiting items are full, and the oldest is dropped.")]
    public partial void ItemDropped(StreamId stream, int limit);

    [LoggerMessage(EventId = 8, Level = LogLevel.Warning, Message = "{GrainId} got an item of stream {Stream} but set no observer; the item is dropped.")]
    public partial void NoObserver(GrainId grainId, StreamId stream);

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "{Count} activations did not deactivate in time and are abandoned.")]
    public partial void StopAbandoned(int count);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "An enumeration on {GrainId} was left by its consumer and is disposed.")]
    public partial void EnumerationAbandoned(GrainId grainId);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "The hold on the {Database} is lost ({Reason}); nothing is read or written until it is taken again.")]
    public partial void HoldLost(string database, string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Information, Message = "The hold on the {Database} is taken again.")]
    public partial void HoldTakenAgain(string database);

    [LoggerMessage(EventId = 13, Level = LogLevel.Critical, Message = "{Message} This process stops.")]
    public partial void HoldTakenByAnother(string message);
}

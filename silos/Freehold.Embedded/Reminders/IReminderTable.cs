using Orleans.Runtime;

namespace Freehold.Embedded.Reminders;

/// <summary>The stored reminders.</summary>
internal interface IReminderTable
{
    /// <summary>Adds the reminder, or gives one that is there its times.</summary>
    Task UpsertAsync(ReminderRow row);

    /// <summary>Sets the next tick, unless the reminder was changed or removed since it was read.</summary>
    Task AdvanceAsync(ReminderRow row, DateTime next);

    /// <summary>Removes the reminder where it is there.</summary>
    Task DeleteAsync(GrainId grainId, string name);

    /// <summary>A grain's reminders, by name.</summary>
    Task<List<ReminderRow>> OfGrainAsync(GrainId grainId);

    /// <summary>Reminders whose next tick is not after <paramref name="now"/>, the longest overdue first.</summary>
    Task<List<ReminderRow>> DueAsync(DateTime now, int limit);

    /// <summary>The earliest next tick of all; null where there is none.</summary>
    Task<DateTime?> NextDueAsync();
}

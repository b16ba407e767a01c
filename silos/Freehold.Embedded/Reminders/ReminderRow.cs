using Orleans.Runtime;

namespace Freehold.Embedded.Reminders;

/// <summary>A stored reminder; times in UTC.</summary>
internal sealed record ReminderRow(GrainId GrainId, string ReminderName, DateTime Start, TimeSpan Period, DateTime Next) : IGrainReminder;

namespace Freehold.Storage.Outcomes.Stored;

/// <summary>Kinds of events, as they are stored: a number once used never changes its meaning.</summary>
internal enum EventKind
{
    Outcome = 1,
    Feedback = 2,
}

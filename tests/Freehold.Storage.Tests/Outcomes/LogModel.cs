namespace Freehold.Storage.Tests.Outcomes;

/// <summary>The outcome log in its simplest form: one list a tenant.</summary>
internal sealed class LogModel
{
    private readonly Dictionary<int, List<(string Id, string? About)>> _events = [];

    public List<(string Id, string? About)> EventsOf(int tenant) =>
        _events.TryGetValue(tenant, out var events) ? events : _events[tenant] = [];

    /// <summary>Where the event goes; null where it is feedback on nothing.</summary>
    public (long Sequence, bool WasThere)? Apply(OutcomeLogTests.Command command)
    {
        var events = EventsOf(command.Tenant);
        var id = (command.IsFeedback ? "f" : "r") + command.Id;
        var about = command.IsFeedback ? "r" + command.OutcomeId : null;
        if (about is not null && !events.Exists(e => e.Id == about))
            return null;

        var there = events.FindIndex(e => e.Id == id);
        if (there >= 0)
            return (there + 1, true);

        events.Add((id, about));
        return (events.Count, false);
    }
}

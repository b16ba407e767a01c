namespace Freehold.Embedded.Activations;

/// <summary>The activations that share the calls to one key of a stateless worker.</summary>
internal sealed class StatelessWorkers(GrainClass grainClass, string key)
{
    private readonly Lock _lock = new();
    private Activation[] _members = [];
    private bool _retired;

    /// <summary>Null when this object is retired. Else an idle worker, in the order they were made; else a new one; else the one where the fewest calls wait.</summary>
    public Activation? Pick()
    {
        var members = Volatile.Read(ref _members);
        foreach (var member in members)
        {
            if (member.IsIdle)
            {
                return member;
            }
        }

        return members.Length < grainClass.MaxWorkers ? Grow() : members.MinBy(member => member.Load)!;
    }

    public Activation[] Snapshot() => Volatile.Read(ref _members);

    /// <summary>Removes a worker; true when it was the last.</summary>
    public bool Remove(Activation activation)
    {
        lock (_lock)
        {
            Volatile.Write(ref _members, _members.Where(member => member != activation).ToArray());
            _retired = _members.Length == 0;
            return _retired;
        }
    }

    private Activation? Grow()
    {
        lock (_lock)
        {
            if (_retired)
            {
                return null;
            }

            if (_members.Length >= grainClass.MaxWorkers)
            {
                return _members.MinBy(member => member.Load)!;
            }

            var created = new Activation(grainClass, key);
            Volatile.Write(ref _members, [.. _members, created]);
            return created;
        }
    }
}

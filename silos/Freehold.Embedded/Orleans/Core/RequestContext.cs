namespace Orleans.Runtime;

/// <summary>
/// Values that travel with a call from the caller to the grain, and on with every call that the grain makes in turn.
/// They never travel back. A value is shared by reference: put only immutable values in.
/// </summary>
public static class RequestContext
{
    internal const string CallChainReentrancyKey = "#CCR";

    private static readonly AsyncLocal<Dictionary<string, object>?> CallContextData = new();

    /// <summary>The call chain that reentrancy was allowed for, or <see cref="Guid.Empty"/>.</summary>
    public static Guid ReentrancyId
    {
        get => Get(CallChainReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(CallChainReentrancyKey);
            }
            else
            {
                Set(CallChainReentrancyKey, value);
            }
        }
    }

    /// <summary>The names of the values.</summary>
    public static IEnumerable<string> Keys => Snapshot?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The values by name.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Snapshot ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>What a call takes along. Never changed after it was set, so it is shared without a copy.</summary>
    internal static Dictionary<string, object>? Snapshot
    {
        get => CallContextData.Value;
        set => CallContextData.Value = value;
    }

    /// <summary>The value of this name, or null.</summary>
    public static object? Get(string key) => Snapshot is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for the calls made from here on.</summary>
    public static void Set(string key, object value) =>
        Snapshot = new Dictionary<string, object>(Snapshot ?? []) { [key] = value };

    /// <summary>Removes a value; false when there was none.</summary>
    public static bool Remove(string key)
    {
        if (Snapshot is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Snapshot = rest.Count == 0 ? null : rest;
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear()
    {
        if (Snapshot is not null)
        {
            Snapshot = null;
        }
    }

    /// <summary>
    /// Until the result is disposed, calls that come back to this activation along the chain of calls made from here may be
    /// interleaved with the one that runs.
    /// </summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new ReentrancySection(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Takes back <see cref="AllowCallChainReentrancy"/> until the result is disposed.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>Restores what was before when it is disposed.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _current;

        internal ReentrancySection(Guid original, Guid current)
        {
            _original = original;
            _current = current;
            if (current != original)
            {
                ReentrancyId = current;
            }

            if (current != Guid.Empty)
            {
                RuntimeContext.Current?.EnterReentrantSection(current);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_current != Guid.Empty)
            {
                RuntimeContext.Current?.LeaveReentrantSection(_current);
            }

            if (_current != _original)
            {
                ReentrancyId = _original;
            }
        }
    }
}

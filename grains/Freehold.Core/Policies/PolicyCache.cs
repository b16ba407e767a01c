namespace Freehold.Core.Policies;

/// <summary>
/// Policies that are in force, each read once in a process however many routers decide by it. Safe for any number of threads.
/// </summary>
public sealed class PolicyCache
{
    /// <summary>Documents that are kept; at most <see cref="PolicyBounds.MaxBytes"/> of text each.</summary>
    public const int MaxDocuments = 256;

    /// <summary>The one of this process: what it holds is immutable, and follows from the text alone.</summary>
    public static PolicyCache Shared { get; } = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RoutingPolicyDocument> _documents = new(StringComparer.Ordinal);

    /// <summary>The policy of a text; see <see cref="RoutingPolicyDocument.InForce"/>.</summary>
    public RoutingPolicyDocument Get(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        lock (_lock)
        {
            if (_documents.TryGetValue(text, out var known))
            {
                return known;
            }
        }

        var read = RoutingPolicyDocument.InForce(text);
        lock (_lock)
        {
            if (_documents.Count >= MaxDocuments)
            {
                _documents.Clear(); // Holders keep theirs; what is asked for again is read again.
            }

            return _documents[text] = read;
        }
    }
}

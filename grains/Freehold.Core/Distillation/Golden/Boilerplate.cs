namespace Freehold.Core.Distillation.Golden;

/// <summary>
/// Shingles that very many prompts share: those of a template around the part that differs. They are left out of comparisons, or all
/// prompts of one template would be nearly the same.
/// </summary>
internal sealed class Boilerplate
{
    /// <summary>The share of the prompts from which on a shingle says nothing.</summary>
    private const double MaxShare = 0.1;

    /// <summary>With fewer prompts nothing is boilerplate.</summary>
    private const int MinPrompts = 100;

    /// <summary>Counters: shingles that share one count together, which is rare and leaves out one too many.</summary>
    private const int Counters = 1 << 20;

    private readonly int[] _counts = new int[Counters];
    private readonly int _most;

    public Boilerplate(IReadOnlyCollection<ulong[]> prompts)
    {
        foreach (var shingles in prompts)
        {
            foreach (var shingle in shingles)
            {
                _counts[shingle % Counters]++;
            }
        }

        _most = prompts.Count < MinPrompts ? int.MaxValue : (int)(prompts.Count * MaxShare);
    }

    /// <summary>The shingles that tell one prompt from another.</summary>
    public ulong[] Strip(ulong[] shingles) => Array.FindAll(shingles, shingle => _counts[shingle % Counters] <= _most);
}

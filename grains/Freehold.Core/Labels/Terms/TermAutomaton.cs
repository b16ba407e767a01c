using Freehold.Core.Labels.Scanning;

namespace Freehold.Core.Labels.Terms;

/// <summary>
/// Finds many terms in one pass (Aho and Corasick, Efficient String Matching, CACM 1975). Edges lie in one hash table, so that memory
/// grows with the characters of the terms and not with the alphabet.
/// </summary>
internal sealed class TermAutomaton
{
    // The ring is a power of two that holds the longest term.
    private const int Root = 0, None = -1, RingChars = 2 * TermSet.MostTermChars;

    private readonly ulong[] _edges;
    private readonly int[] _targets;
    private readonly int _mask;
    private readonly int[] _asciiFromRoot = new int[0x80];

    // Per state: where to go on when no edge fits, the term that ends here, its length, and the next shorter state at which a term ends.
    private readonly int[] _failure, _term, _length, _shorter;

    /// <param name="terms">The terms, folded; none is empty.</param>
    public TermAutomaton(string[] terms)
    {
        var most = terms.Sum(term => term.Length) + 1;
        var capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(most * 2));
        (_edges, _targets, _mask) = (new ulong[capacity], new int[capacity], capacity - 1);
        (_failure, _term, _length, _shorter) = (new int[most], new int[most], new int[most], new int[most]);
        Array.Fill(_term, None);
        Array.Fill(_shorter, None);

        var parents = new List<(int State, char Letter)> { (Root, '\0') };
        for (var i = 0; i < terms.Length; i++)
        {
            var end = Insert(terms[i], parents);
            if (_term[end] == None)
                (_term[end], _length[end]) = (i, terms[i].Length);
        }

        LinkFailures(parents);
        for (var c = '\0'; c < 0x80; c++)
            _asciiFromRoot[c] = Math.Max(Edge(Root, c), Root);
    }

    /// <summary>Adds every whole-word occurrence.</summary>
    public void Find(ReadOnlySpan<char> text, List<SensitiveSpan> spans, StepBudget budget)
    {
        budget.Spend(text.Length);

        // Where the last characters lie in the text, which may hold more white space than the term.
        Span<int> positions = stackalloc int[RingChars];
        var count = 0;
        var state = Root;
        var previous = ' ';
        for (var i = 0; i < text.Length; i++)
        {
            var c = TermText.Fold(text[i]);
            if (c == ' ' && previous == ' ')
                continue;

            previous = c;
            positions[count++ & (RingChars - 1)] = i;
            state = Next(state, c);
            if (!IsBoundary(text, i + 1))
                continue;

            for (var at = _term[state] != None ? state : _shorter[state]; at != None; at = _shorter[at])
            {
                budget.Spend(1);
                var start = positions[(count - _length[at]) & (RingChars - 1)];
                if (IsBoundary(text, start))
                    spans.Add(new SensitiveSpan(start, i + 1 - start, SensitiveKind.Term, _term[at]));
            }
        }
    }

    private static bool IsBoundary(ReadOnlySpan<char> text, int position) =>
        position == 0 || position == text.Length || !char.IsLetterOrDigit(text[position - 1]) || !char.IsLetterOrDigit(text[position]);

    private int Insert(string term, List<(int State, char Letter)> parents)
    {
        var state = Root;
        foreach (var letter in term)
        {
            var next = Edge(state, letter);
            if (next == None)
            {
                next = parents.Count;
                parents.Add((state, letter));
                var slot = Slot(state, letter);
                (_edges[slot], _targets[slot]) = (Key(state, letter), next);
            }

            state = next;
        }

        return state;
    }

    // Shorter prefixes first, since a failure leads to a shorter one.
    private void LinkFailures(List<(int State, char Letter)> parents)
    {
        var depth = new int[parents.Count];
        for (var state = 1; state < parents.Count; state++)
            depth[state] = depth[parents[state].State] + 1;

        foreach (var state in Enumerable.Range(1, parents.Count - 1).OrderBy(state => depth[state]))
        {
            var (parent, letter) = parents[state];
            _failure[state] = parent == Root ? Root : Next(_failure[parent], letter);
            _shorter[state] = _term[_failure[state]] != None ? _failure[state] : _shorter[_failure[state]];
        }
    }

    private int Next(int state, char c)
    {
        while (state != Root)
        {
            var next = Edge(state, c);
            if (next != None)
                return next;
            state = _failure[state];
        }

        return c < 0x80 && _asciiFromRoot[c] != Root ? _asciiFromRoot[c] : Math.Max(Edge(Root, c), Root);
    }

    private int Edge(int state, char c)
    {
        var slot = Slot(state, c);
        return _edges[slot] == 0 ? None : _targets[slot];
    }

    private int Slot(int state, char c)
    {
        var key = Key(state, c);
        var slot = (int)(key * 0x9E3779B97F4A7C15 >> 40) & _mask;
        while (_edges[slot] != 0 && _edges[slot] != key)
            slot = (slot + 1) & _mask;

        return slot;
    }

    // Never 0, which marks a free slot.
    private static ulong Key(int state, char c) => (ulong)(uint)(state + 1) << 16 | c;
}

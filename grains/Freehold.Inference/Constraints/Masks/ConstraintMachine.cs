using Freehold.Inference.Constraints.Automata;

namespace Freehold.Inference.Constraints.Masks;

/// <summary>
/// Runs an automaton over tokens. The automaton is made deterministic as it goes, as RE2 does (Cox 2010), but with stacks in its states; so
/// after the first time a byte costs one look into a table. The mask of a state is found by one walk of the vocabulary's trie, and kept.
/// </summary>
/// <remarks>
/// One for each schema and model, shared by all sequences under that schema; for the scheduler's thread only, but for the constructor.
/// </remarks>
internal sealed class ConstraintMachine
{
    private readonly PushdownAutomaton _automaton;
    private readonly VocabularyTrie _trie;
    private readonly ReadingClosure _closure;
    private readonly HashSet<ConstraintState> _states = [];
    private readonly MaskCache _masks;
    private readonly ConstraintState[] _path;
    private int _readingCount;
    private int _generation;

    public ConstraintMachine(PushdownAutomaton automaton, VocabularyTrie trie)
    {
        (_automaton, _trie) = (automaton, trie);
        _closure = new ReadingClosure(automaton);
        _masks = new MaskCache(trie.VocabularySize);
        _path = new ConstraintState[trie.LongestToken + 1];
        _closure.Clear();
        _closure.Add(new Reading(automaton.Start, null));
        Start = Intern();
    }

    /// <summary>Nothing written yet.</summary>
    public ConstraintState Start { get; }

    /// <summary>The state after a token. Dead where the token is not allowed.</summary>
    public ConstraintState After(ConstraintState state, int token)
    {
        state = Renew(state);
        foreach (var value in _trie.Bytes(token))
            state = Next(state, value);
        return state;
    }

    /// <summary>The tokens that may follow a state, the end of the text included.</summary>
    public TokenMask MaskOf(ConstraintState state)
    {
        if (state.Mask is { } known)
        {
            _masks.Touch(state);
            return known;
        }

        var mask = Walk(state, int.MaxValue);
        _masks.Add(state, mask);
        return mask;
    }

    /// <summary>The tokens after which at most a number of bytes completes the text. Not kept.</summary>
    public TokenMask MaskWithin(ConstraintState state, int maxMinBytes) => Walk(state, maxMinBytes);

    private TokenMask Walk(ConstraintState state, int maxMinBytes)
    {
        var mask = new TokenMask(_trie.VocabularySize);
        var nodes = _trie.Nodes;
        var tokens = _trie.Tokens;
        _path[0] = Renew(state);
        for (var i = 0; i < nodes.Length;)
        {
            ref readonly var node = ref nodes[i];
            var from = _path[node.Depth];
            var next = from.Next[_automaton.ClassOf(node.Byte)] ?? Next(from, node.Byte);
            if (next.IsDead)
            {
                i = node.Next;
                continue;
            }

            _path[node.Depth + 1] = next;
            if (node.TokenCount > 0 && next.MinBytes <= maxMinBytes)
            {
                foreach (var token in tokens.Slice(node.FirstToken, node.TokenCount))
                    mask.Allow(token, next.MinBytes);
            }

            i++;
        }

        if (state.IsComplete)
        {
            foreach (var end in _trie.EndOfTextIds)
                mask.Allow(end, 0);
        }

        return mask;
    }

    private ConstraintState Next(ConstraintState state, byte value)
    {
        ref var next = ref state.Next[_automaton.ClassOf(value)];
        if (next is not null)
            return next;
        _closure.Clear();
        foreach (var reading in state.Readings)
        {
            foreach (var edge in _automaton[reading.State].Bytes)
            {
                if (value >= edge.Low && value <= edge.High)
                    _closure.Add(reading with { State = edge.Target });
            }
        }

        return next = Intern();
    }

    private ConstraintState Intern()
    {
        var state = new ConstraintState(
            _closure.ToReadings(), _closure.IsComplete, _closure.MinBytes, _generation, _automaton.ClassCount);
        if (_states.TryGetValue(state, out var known))
            return known;
        if (_states.Count >= ConstraintLimits.InternedStates || _readingCount >= ConstraintLimits.InternedReadings)
            StartAnew();
        _states.Add(state);
        _readingCount += state.Readings.Length;
        return state;
    }

    private void StartAnew()
    {
        _states.Clear();
        _masks.Clear();
        _readingCount = 0;
        _generation++;
    }

    // A state of an older generation leads to others of it, which nobody counts any more: so it is made again.
    private ConstraintState Renew(ConstraintState state)
    {
        if (state.Generation == _generation)
            return state;
        var fresh = new ConstraintState(state.Readings, state.IsComplete, state.MinBytes, _generation, _automaton.ClassCount);
        if (_states.TryGetValue(fresh, out var known))
            return known;
        _states.Add(fresh);
        _readingCount += fresh.Readings.Length;
        return fresh;
    }
}

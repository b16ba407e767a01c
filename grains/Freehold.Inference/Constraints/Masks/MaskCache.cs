namespace Freehold.Inference.Constraints.Masks;

/// <summary>Keeps the masks that were used last, up to a number of bytes.</summary>
internal sealed class MaskCache(int vocabularySize)
{
    private readonly int _capacity = Math.Max(2, ConstraintLimits.MaskBytes / Math.Max(1, vocabularySize / 8));
    private readonly LinkedList<ConstraintState> _byUse = new();
    private readonly Dictionary<ConstraintState, LinkedListNode<ConstraintState>> _nodes = new(ReferenceEqualityComparer.Instance);

    public void Add(ConstraintState state, TokenMask mask)
    {
        if (_nodes.Count == _capacity)
        {
            var oldest = _byUse.First!.Value;
            oldest.Mask = null;
            _nodes.Remove(oldest);
            _byUse.RemoveFirst();
        }

        state.Mask = mask;
        _nodes.Add(state, _byUse.AddLast(state));
    }

    public void Touch(ConstraintState state)
    {
        var node = _nodes[state];
        _byUse.Remove(node);
        _byUse.AddLast(node);
    }

    public void Clear()
    {
        foreach (var state in _byUse)
            state.Mask = null;
        _byUse.Clear();
        _nodes.Clear();
    }
}

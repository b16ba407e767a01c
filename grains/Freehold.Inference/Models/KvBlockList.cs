namespace Freehold.Inference.Models;

/// <summary>Blocks in the order in which they came, any of which can be taken out at once: a doubly linked list in two arrays.</summary>
internal sealed class KvBlockList
{
    private readonly int[] _next;
    private readonly int[] _previous;

    public KvBlockList(int maxBlocks)
    {
        // The last entry stands for both ends.
        _next = new int[maxBlocks + 1];
        _previous = new int[maxBlocks + 1];
        _next[End] = _previous[End] = End;
    }

    public int Count { get; private set; }

    private int End => _next.Length - 1;

    public void AddLast(int block)
    {
        var last = _previous[End];
        (_next[last], _previous[block]) = (block, last);
        (_next[block], _previous[End]) = (End, block);
        Count++;
    }

    public void Remove(int block)
    {
        _next[_previous[block]] = _next[block];
        _previous[_next[block]] = _previous[block];
        Count--;
    }

    public int RemoveFirst()
    {
        var first = _next[End];
        if (first == End)
            throw new InvalidOperationException("The list is empty.");
        Remove(first);
        return first;
    }
}

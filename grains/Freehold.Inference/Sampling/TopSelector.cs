using System.Numerics;
using System.Runtime.InteropServices;

namespace Freehold.Inference.Sampling;

/// <summary>
/// Finds the largest of many numbers in one pass: a heap holds the best so far, and whole vectors that have nothing above its least are
/// passed over. Of 128,000 logits few ever enter it.
/// </summary>
internal static class TopSelector
{
    /// <summary>Finds the largest logits, the largest first, of equal ones that with the lower id. Returns how many there are.</summary>
    /// <param name="logits">[vocabulary]</param>
    /// <param name="top">[k] receives them</param>
    public static int Select(ReadOnlySpan<float> logits, Span<Candidate> top)
    {
        top = top[..Math.Min(top.Length, logits.Length)];
        if (top.IsEmpty)
            return 0;
        for (var i = 0; i < top.Length; i++)
            top[i] = new Candidate(logits[i], i);
        for (var i = top.Length / 2 - 1; i >= 0; i--)
            SiftDown(top, i);

        var next = top.Length;
        for (var width = Vector<float>.Count; next + width <= logits.Length; next += width)
        {
            if (Vector.GreaterThanAny(new Vector<float>(logits[next..]), new Vector<float>(top[0].Value)))
                Offer(logits, next, width, top);
        }

        Offer(logits, next, logits.Length - next, top);
        top.Sort();
        return top.Length;
    }

    /// <summary>Copies the tokens whose logits are at least a floor, by ascending id. Returns how many there are.</summary>
    /// <param name="logits">[vocabulary]</param>
    /// <param name="floor">The least logit that is kept.</param>
    /// <param name="kept">[vocabulary] receives them</param>
    public static int Collect(ReadOnlySpan<float> logits, float floor, Span<Candidate> kept)
    {
        var count = 0;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(logits);
        var limit = new Vector<float>(floor);
        for (var v = 0; v <= vectors.Length; v++)
        {
            if (v < vectors.Length && !Vector.GreaterThanOrEqualAny(vectors[v], limit))
                continue;
            var end = v < vectors.Length ? (v + 1) * Vector<float>.Count : logits.Length;
            for (var id = v * Vector<float>.Count; id < end; id++)
            {
                if (logits[id] >= floor)
                    kept[count++] = new Candidate(logits[id], id);
            }
        }

        return count;
    }

    private static void Offer(ReadOnlySpan<float> logits, int start, int count, Span<Candidate> heap)
    {
        for (var id = start; id < start + count; id++)
        {
            // An equal one has the higher id, and so stays outside.
            if (!(logits[id] > heap[0].Value))
                continue;
            heap[0] = new Candidate(logits[id], id);
            SiftDown(heap, 0);
        }
    }

    // The root is the one that goes next: the last in the order of candidates.
    private static void SiftDown(Span<Candidate> heap, int i)
    {
        while (true)
        {
            var last = i;
            for (var child = 2 * i + 1; child <= 2 * i + 2 && child < heap.Length; child++)
            {
                if (heap[child].CompareTo(heap[last]) > 0)
                    last = child;
            }

            if (last == i)
                return;
            (heap[i], heap[last]) = (heap[last], heap[i]);
            i = last;
        }
    }
}

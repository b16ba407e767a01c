using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training.Data;

/// <summary>An endless order of the examples: all of them in random order, then all again in another. A place tells the example, nothing else does.</summary>
internal sealed class ExampleOrder(int count, int seed)
{
    private readonly int[] _order = new int[count];
    private long _epoch = -1;

    /// <summary>The example at a place of the endless order.</summary>
    public int At(long place)
    {
        var (epoch, within) = Math.DivRem(place, count);
        if (epoch != _epoch)
            Shuffle(epoch);
        return _order[within];
    }

    // Fisher and Yates, as Durstenfeld 1964 runs it.
    private void Shuffle(long epoch)
    {
        _epoch = epoch;
        var random = new CounterRandom(seed, RandomStreams.Order, epoch);
        for (var i = 0; i < count; i++)
            _order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var other = random.Below(i + 1, i);
            (_order[i], _order[other]) = (_order[other], _order[i]);
        }
    }
}

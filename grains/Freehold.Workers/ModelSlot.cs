using Freehold.Inference;

namespace Freehold.Workers;

/// <summary>
/// A loaded model and the requests that use it. Another version may take its place at any time: requests that run keep this one, and its
/// engine is freed after the last of them.
/// </summary>
internal sealed class ModelSlot(IModelEngine engine, string path, AdapterLibrary? adapters, ModelSpeed speed)
{
    private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _uses = 1; // The host's own, given up when another version is in the place.

    public IModelEngine Engine => engine;

    /// <summary>Where it was loaded from.</summary>
    public string Path => path;

    public AdapterLibrary? Adapters => adapters;

    public ModelSpeed Speed => speed;

    /// <summary>Keeps the engine from being freed; null where it is given up already and another is in its place.</summary>
    public Use? TryUse()
    {
        for (var uses = Volatile.Read(ref _uses); uses > 0; uses = Volatile.Read(ref _uses))
        {
            if (Interlocked.CompareExchange(ref _uses, uses + 1, uses) == uses)
                return new Use(this);
        }

        return null;
    }

    /// <summary>Gives up the host's own use; completes when no request has one any more.</summary>
    public Task RetireAsync()
    {
        Leave();
        return _unused.Task;
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
            _unused.SetResult();
    }

    /// <summary>One request's hold on a model.</summary>
    internal sealed class Use(ModelSlot slot) : IDisposable
    {
        private int _isLeft;

        public IModelEngine Engine => slot.Engine;

        public string Path => slot.Path;

        public AdapterLibrary? Adapters => slot.Adapters;

        public ModelSpeed Speed => slot.Speed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                slot.Leave();
        }
    }
}

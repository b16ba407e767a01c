using System.Runtime.CompilerServices;

namespace Freehold.Inference.Kernels.Vectors;

/// <summary>Memory that does not move, for pointers of kernels; it starts on a cache line.</summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Bytes of a cache line, and of the widest vector.</summary>
    public const int Alignment = 64;

    private byte[] _memory = [];

    /// <summary>Valid while the buffer is referenced and until it grows.</summary>
    public byte* Start { get; private set; }

    /// <summary>Makes it at least so long. What was in it is lost where it grows.</summary>
    public void Reserve(long bytes)
    {
        if (_memory.Length >= bytes + Alignment)
            return;
        _memory = GC.AllocateUninitializedArray<byte>(checked((int)(bytes + Alignment)), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref _memory[0]);
        Start = (byte*)((address + Alignment - 1) & -Alignment);
    }
}

using System.Runtime.InteropServices;

namespace Freehold.Grains.Learning;

/// <summary>
/// Puts the calling thread behind all others that want the processor. <see cref="Thread.Priority"/> does so on Windows and nothing on Linux,
/// where a thread has a nice value (setpriority(2)): at 15 it gets about a thirtieth of a contended core.
/// </summary>
public static partial class BackgroundPriority
{
    private const int Nice = 15;
    private const int OfProcess = 0;
    private const int CallingThread = 0;

    /// <summary>For the calling thread, and for good: a process may not raise it again. Where the system forbids it, nothing happens.</summary>
    public static void Enter()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfProcess, CallingThread, Nice); // Linux takes "process 0" for the thread.
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}

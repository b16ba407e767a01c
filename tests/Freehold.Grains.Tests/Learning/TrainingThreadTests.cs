using System.Globalization;
using Freehold.Grains.Learning;

namespace Freehold.Grains.Tests.Learning;

public sealed class TrainingThreadTests
{
    [Fact]
    public async Task Trainings_run_behind_everything_else_that_wants_the_processor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Nice values are of Linux; elsewhere the thread's own priority does it.");
        using var thread = new TrainingThread();

        // man 5 proc: field 19 of stat is the nice value; the second field, in brackets, may hold spaces.
        var nice = await thread.RunAsync(
            _ => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ')[17], CultureInfo.InvariantCulture),
            TestContext.Current.CancellationToken);

        Assert.InRange(nice, 15, 19);
    }
}

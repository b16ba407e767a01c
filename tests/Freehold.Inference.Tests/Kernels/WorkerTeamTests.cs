using Freehold.Inference.Kernels;

namespace Freehold.Inference.Tests.Kernels;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_item_of_every_job_is_done_once(int threads)
    {
        using var team = new WorkerTeam(threads);
        var job = new CountingJob();
        for (var round = 0; round < 2_000; round++)
        {
            var items = 1 + round % 97;
            job.Counts = new int[items];
            team.Run(job, items, minChunk: 1 + round % 5);
            Assert.All(job.Counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void A_worker_number_is_never_used_by_two_threads()
    {
        const int threads = 4;
        using var team = new WorkerTeam(threads);
        var job = new CountingJob { Counts = new int[1_000] };
        for (var round = 0; round < 50; round++)
            team.Run(job, job.Counts.Length, minChunk: 1);

        Assert.All(job.ThreadsOfWorker, ids => Assert.True(ids.Count <= 1));
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_team_goes_on()
    {
        using var team = new WorkerTeam(3);
        Assert.Throws<InvalidTimeZoneException>(() => team.Run(new FailingJob(), 100, minChunk: 1));

        var job = new CountingJob { Counts = new int[100] };
        team.Run(job, 100, minChunk: 1);
        Assert.All(job.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void A_stopped_team_takes_no_job()
    {
        var team = new WorkerTeam(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new CountingJob { Counts = new int[9] }, 9, minChunk: 1));
    }

    private sealed class CountingJob : IParallelJob
    {
        public int[] Counts { get; set; } = [];

        public HashSet<int>[] ThreadsOfWorker { get; } = [[], [], [], [], []];

        public void Run(int worker, int start, int end)
        {
            lock (ThreadsOfWorker[worker])
                ThreadsOfWorker[worker].Add(Environment.CurrentManagedThreadId);
            for (var i = start; i < end; i++)
                Interlocked.Increment(ref Counts[i]);
        }
    }

    private sealed class FailingJob : IParallelJob
    {
        public void Run(int worker, int start, int end) => throw new InvalidTimeZoneException("expected");
    }
}

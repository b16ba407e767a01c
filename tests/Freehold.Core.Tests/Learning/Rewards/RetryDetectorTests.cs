using Freehold.Core.Learning.Rewards;

namespace Freehold.Core.Tests.Learning.Rewards;

public class RetryDetectorTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    [Fact]
    public void The_same_request_soon_after_is_a_retry_of_the_last_answer()
    {
        var detector = new RetryDetector();

        Assert.Null(detector.Note(7, "a", At(0), Window));
        Assert.Equal("a", detector.Note(7, "b", At(60), Window));
        Assert.Equal("b", detector.Note(7, "c", At(120), Window));
    }

    [Fact]
    public void Another_request_or_a_later_one_is_none()
    {
        var detector = new RetryDetector();
        detector.Note(7, "a", At(0), Window);

        Assert.Null(detector.Note(8, "b", At(1), Window));
        Assert.Null(detector.Note(7, "c", At(121), Window));
        Assert.Null(detector.Note(7, "d", At(0), Window)); // It came before the one that was noted last.
    }

    [Fact]
    public void The_same_answer_read_twice_is_no_retry_of_itself()
    {
        var detector = new RetryDetector();
        detector.Note(7, "a", At(0), Window);

        Assert.Null(detector.Note(7, "a", At(0), Window));
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var detector = new RetryDetector();
        detector.Note(1, "first", At(0), Window);
        for (var i = 0; i < RetryDetector.MaxRemembered; i++)
        {
            detector.Note((ulong)(i + 2), $"o{i}", At(1), Window);
        }

        Assert.Null(detector.Note(1, "again", At(2), Window));
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}

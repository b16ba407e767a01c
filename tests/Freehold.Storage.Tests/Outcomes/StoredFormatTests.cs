using System.Text;
using System.Text.Json;
using Freehold.Storage.Outcomes;
using Freehold.Storage.Outcomes.Stored;
using Freehold.Storage.Sqlite;

namespace Freehold.Storage.Tests.Outcomes;

public sealed class StoredFormatTests
{
    [Fact]
    public void Format_1_is_written_as_ever()
    {
        Assert.Equal(1, EventCodec.CurrentFormat);
        Assert.Equal(Golden.OutcomeFormat1, Encoding.UTF8.GetString(EventCodec.Encode(Golden.Outcome).Span));
        Assert.Equal(Golden.RoutedOutcomeFormat1, Encoding.UTF8.GetString(EventCodec.Encode(Golden.RoutedOutcome).Span));
        Assert.Equal(Golden.FeedbackFormat1, Encoding.UTF8.GetString(EventCodec.Encode(Golden.Feedback).Span));
    }

    [Fact]
    public void Format_1_is_read_as_ever()
    {
        Assert.Equivalent(Golden.Outcome, EventCodec.DecodeOutcome(1, Encoding.UTF8.GetBytes(Golden.OutcomeFormat1)), strict: true);
        Assert.Equivalent(
            Golden.RoutedOutcome, EventCodec.DecodeOutcome(1, Encoding.UTF8.GetBytes(Golden.RoutedOutcomeFormat1)), strict: true);
        Assert.Equal(Golden.Feedback, EventCodec.DecodeFeedback(1, Encoding.UTF8.GetBytes(Golden.FeedbackFormat1)));
    }

    [Fact]
    public void A_member_that_a_later_version_adds_is_passed_over()
    {
        var later = Golden.FeedbackFormat1.Replace("{\"id\"", "{\"later\":[1,{}],\"id\"", StringComparison.Ordinal);

        Assert.Equal(Golden.Feedback, EventCodec.DecodeFeedback(1, Encoding.UTF8.GetBytes(later)));
    }

    [Fact]
    public void A_format_of_the_future_says_to_start_a_newer_program()
    {
        var exception = Assert.Throws<JsonException>(() => EventCodec.DecodeFeedback(2, "{}"u8));

        Assert.Contains("format is 2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("newer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_format_1_in_an_old_file_is_read()
    {
        using var store = new SqliteOutcomeStore();
        store.Close();
        InsertRow(store.Path, 1, Golden.OutcomeFormat1);
        store.Reopen();

        var row = Assert.Single(await store.Log.ReadAsync(Events.LogOf("acme"), 0, 10, TestContext.Current.CancellationToken));
        Assert.Equivalent(Golden.Outcome, row.Outcome, strict: true);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_named()
    {
        using var store = new SqliteOutcomeStore();
        InsertRow(store.Path, 1, "{}");

        var exception = await Assert.ThrowsAsync<OutcomeLogException>(
            async () => await store.Log.ReadAsync(Events.LogOf("acme"), 0, 10, TestContext.Current.CancellationToken));
        Assert.Contains("Event 1 of the log 'acme/0'", exception.Message, StringComparison.Ordinal);
    }

    private static void InsertRow(string path, int sequence, string payload)
    {
        using var database = SqliteDatabase.Open(path, readOnly: false, busyTimeoutMs: 5_000);
        using var insert = database.Prepare("INSERT INTO events VALUES ('acme', 0, ?1, 1, 'chatcmpl-1', NULL, 1904281689123, 1, ?2)");
        insert.Bind(1, sequence).Bind(2, payload).Run();
    }
}

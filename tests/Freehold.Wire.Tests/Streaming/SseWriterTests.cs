using Freehold.Wire.Errors;
using Freehold.Wire.Streaming;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Wire.Tests.Streaming;

public sealed class SseWriterTests
{
    private static readonly Gen<string> Lines = Gen.Elements("", "a", " b", ":c", "data: d", "é😀", "{\"x\":1}", "[DONE]", "event: e");

    [Fact]
    public void What_is_written_is_read_again_wherever_it_is_split() =>
        Prop.ForAll(Lines.ListOf(3).ListOf(5).ToArbitrary(), Gen.Choose(1, 120).ToArbitrary(), (events, cut) =>
        {
            var text = Utf8Text.Written(output =>
            {
                foreach (var lines in events)
                {
                    SseWriter.WriteComment(output, "a\nb"u8);
                    SseWriter.WriteData(output, Utf8Text.Bytes(string.Join('\n', lines)));
                }
            });
            var read = SseText.ReadAllAsync(Utf8Text.Bytes(text), cut, cut + 1).GetAwaiter().GetResult();
            Assert.Equal(events.Select(lines => string.Join('\n', lines)), read.Select(sse => sse.Data));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a", "data: a\n\n")]
    [InlineData("a\nb\r\nc\rd", "data: a\ndata: b\ndata: c\ndata: d\n\n")]
    [InlineData("a\n", "data: a\ndata: \n\n")]
    [InlineData("", "data: \n\n")]
    public void Each_line_of_the_data_is_a_line_of_the_event(string data, string expected) =>
        Assert.Equal(expected, Utf8Text.Written(output => SseWriter.WriteData(output, Utf8Text.Bytes(data))));

    [Fact]
    public void The_end_comments_and_errors_have_their_forms()
    {
        Assert.Equal("data: [DONE]\n\n", Utf8Text.Written(SseWriter.WriteDone));
        Assert.Equal(": waiting for it\n\n", Utf8Text.Written(output => SseWriter.WriteComment(output, "waiting\nfor it"u8)));
        Assert.Equal(
            "data: {\"error\":{\"message\":\"one\\ntwo\",\"type\":\"server_error\",\"param\":null,\"code\":\"c\"}}\n\n",
            Utf8Text.Written(output => SseWriter.WriteError(output, new WireError(502, "one\ntwo", WireErrorTypes.Server, null, "c"))));
    }
}

using Freehold.Core.Labels;
using Freehold.Core.Redaction;

namespace Freehold.Core.Tests.Redaction;

public sealed class LogRedactorTests
{
    [Fact]
    public void Sensitive_data_is_named_by_its_kind() => Assert.Equal(
        "Invalid prompt: 'pay [credit_card] to [email_address]'",
        LogRedactor.Shared.Redact("Invalid prompt: 'pay 4111 1111 1111 1111 to ann.lee@corp.example.com'"));

    [Fact]
    public void Text_without_any_stays_as_it_is()
    {
        const string text = "the upstream answered HTTP 500";
        Assert.Same(text, new LogRedactor(new TextAnalyzer()).Redact(text));
        Assert.Null(new LogRedactor(new TextAnalyzer()).Redact(null));
    }

    [Fact]
    public void Long_text_is_cut() =>
        Assert.Equal(LogRedactor.MaxChars + 1, new LogRedactor(new TextAnalyzer()).Redact(new string('a', LogRedactor.MaxChars * 2))!.Length);

    [Fact]
    public void What_cannot_be_analysed_is_left_out()
    {
        Assert.Equal(LogRedactor.Unreadable, new LogRedactor(new TextAnalyzer(new FailingTagger())).Redact("It was about Ann Lee."));
    }

    private sealed class FailingTagger : ISpanTagger
    {
        public void Tag(ReadOnlySpan<char> text, List<SensitiveSpan> spans) => throw new InvalidOperationException(text.ToString());
    }
}

using Freehold.Core.Labels;
using Freehold.Core.Redaction;

namespace Freehold.Core.Tests.Redaction;

public sealed class OneWayRedactorTests
{
    private static readonly OneWayRedactor Redactor = new(new TextAnalyzer());

    [Fact]
    public void What_names_somebody_is_replaced_however_long_the_text_is()
    {
        var filler = string.Concat(Enumerable.Repeat("the parcel is late again. ", 2_000));

        Assert.True(Redactor.TryRedact($"{filler}write to ann.lee@corp.example.com {filler}", out var redacted));

        Assert.Equal($"{filler}write to [email_address] {filler}", redacted);
    }

    [Fact]
    public void What_names_nobody_by_itself_stays()
    {
        const string text = "the parcel from Berlin came on 3 May 2026";

        Assert.False(Redactor.TryRedact(text, out var redacted));
        Assert.Equal(text, redacted);
    }
}

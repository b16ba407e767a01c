namespace Freehold.Core.Tests.Labels.Scanning;

/// <summary>What words decide: dates, ages, postcodes, hosts, e-mail, streets.</summary>
public class WordDetectorTests
{
    [Theory]
    [InlineData("2000-04-16 11:34:35")]
    [InlineData("2000-04-16T11:34:35.250Z")]
    [InlineData("2/16/1942")]
    [InlineData("16.4.2000")]
    [InlineData("16-Apr-2000")]
    [InlineData("April 16th, 2020")]
    [InlineData("16th of April, 2020")]
    [InlineData("Monday, 16. April 2000 09:30")]
    [InlineData("15 avril 2000")]
    [InlineData("3 de mayo de 2011")]
    [InlineData("Saturday")]
    [InlineData("2017")]
    [InlineData("11:34 pm")]
    [InlineData("5 p.m.")]
    [InlineData("17h30")]
    public void Dates_and_times_are_found(string date) => Assert.Equal(["date_time:" + date], Found.In($"We met on {date} , twice"));

    [Theory]
    [InlineData("2000 people came")]
    [InlineData("it costs $2000 or more")]
    [InlineData("section 2019 of it")]
    [InlineData("we may march on")]
    [InlineData("he sat in the sun")]
    [InlineData("a ratio of 99/99/9999")]
    [InlineData("version 10.12.1")]
    public void Amounts_and_words_that_only_look_like_dates_are_none(string text) =>
        Assert.DoesNotContain(Found.In(text), found => found.StartsWith("date_time", StringComparison.Ordinal));

    [Theory]
    [InlineData("a 74-year-old man", "74")]
    [InlineData("He just turned 46 years old", "46")]
    [InlineData("at the age of 63", "63")]
    [InlineData("Age: 19", "19")]
    [InlineData("i'm 35 y/o.", "35")]
    [InlineData("when he was 22.", "22")]
    [InlineData("I'll turn 80.", "80")]
    public void Ages_are_found_by_the_words_around_them(string text, string age) => Assert.Equal(["age:" + age], Found.In(text));

    [Theory]
    [InlineData("8+ years of experience")]
    [InlineData("it took 12 years")]
    [InlineData("he was 3rd")]
    [InlineData("it was 40.")]
    public void Durations_and_ranks_are_no_ages(string text) => Assert.Empty(Found.In(text));

    [Theory]
    [InlineData("My zip code is 7412 SL", "7412 SL")]
    [InlineData("ZIP: 394 13", "394 13")]
    [InlineData("PLZ 10115", "10115")]
    [InlineData("near SW1A 1AA today", "SW1A 1AA")]
    [InlineData("near K1A 0B1 today", "K1A 0B1")]
    [InlineData("in Amsterdam 1012 AB", "1012 AB")]
    [InlineData("in Quinta de Tiago 3610-114 in its", "3610-114")]
    [InlineData("at Springfield, IL 62704-1234", "62704-1234")]
    [InlineData("to D-10115 Berlin", "D-10115")]
    public void Postcodes_are_found_by_their_word_form_or_place(string text, string code) => Assert.Equal(["zip_code:" + code], Found.In(text));

    [Theory]
    [InlineData("https://www.Example.be/", "https://www.Example.be/")]
    [InlineData("(see http://example.org/a_(b)?q=1#f).", "http://example.org/a_(b)?q=1#f")]
    [InlineData("www.example.co.uk, and", "www.example.co.uk")]
    [InlineData("go to example.com/page today", "example.com/page")]
    [InlineData("the site foo.me is", "foo.me")]
    public void Hosts_and_urls_are_found_whole(string text, string url) => Assert.Equal(["domain_name:" + url], Found.In(text));

    [Theory]
    [InlineData("Program.cs and README.md, main.rs, run.sh, node.js")]
    [InlineData("ASP.NET and System.IO")]
    [InlineData("the end.Next one, e.g. this, i.e. that")]
    public void Files_and_names_of_code_are_no_hosts(string text) => Assert.Empty(Found.In(text));

    [Theory]
    [InlineData("joe.bloggs+tag@example.co.uk")]
    [InlineData("müller@exämple.de")]
    [InlineData("\"john doe\"@example.com")]
    [InlineData("user@[192.168.1.1]")]
    [InlineData("почта@пример.рф")]
    public void E_mail_addresses_are_found(string address) => Assert.Equal(["email_address:" + address], Found.In($"to=<{address}>,"));

    [Theory]
    [InlineData("a@b")]
    [InlineData("@handle and @@")]
    [InlineData("user@.com")]
    [InlineData("x.@example.com1")]
    public void At_signs_alone_are_no_addresses(string text) => Assert.DoesNotContain(Found.In(text), found => found.StartsWith("email", StringComparison.Ordinal));

    [Theory]
    [InlineData("14 Crown Street, Suite 5, Springfield, IL 62704")]
    [InlineData("1600 Pennsylvania Ave NW")]
    [InlineData("25 rue de la Paix")]
    [InlineData("Via Franscini 71")]
    [InlineData("Hauptstraße 5b")]
    [InlineData("6750 Koskikatu 25 Apt. 864")]
    [InlineData("P.O. Box 123")]
    [InlineData("PSC 6293, Box 8158")]
    [InlineData("Suite 501")]
    public void Streets_with_a_form_are_found(string address) => Assert.Equal(["street_address:" + address], Found.In($"We live at {address} still"));

    [Theory]
    [InlineData("During 2017 we met")]
    [InlineData("10 Green apples and 3 long walks")]
    public void Numbers_before_ordinary_words_are_no_streets(string text) =>
        Assert.DoesNotContain(Found.In(text), found => found.StartsWith("street", StringComparison.Ordinal));
}

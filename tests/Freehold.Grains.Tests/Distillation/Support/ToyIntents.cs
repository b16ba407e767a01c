using System.Security.Cryptography;

namespace Freehold.Grains.Tests.Distillation.Support;

/// <summary>Questions of three kinds, a function of their number, and answers of a teacher who is right.</summary>
internal static class ToyIntents
{
    public static readonly string[] Classes = ["refund", "parcel", "invoice"];

    private static readonly string[][] Subjects =
    [
        ["my money back", "a refund", "the amount returned", "to be reimbursed", "a chargeback", "my payment returned"],
        ["my parcel", "the package", "the delivery", "my shipment", "the courier", "the box you sent"],
        ["an invoice", "the bill", "a receipt", "the tax document", "my statement", "the billing copy"],
    ];

    private static readonly string[][] Verbs =
    [
        ["get", "receive", "claim", "demand", "ask for", "expect"],
        ["track", "find", "locate", "follow", "trace", "wait for"],
        ["download", "print", "see", "correct", "resend", "store"],
    ];

    private static readonly string[] Openings =
        ["please help me", "how do i", "where can i", "i would like to", "can you tell me how to", "hello i want to", "is it possible to", "we need to"];

    private static readonly string[] Objects =
        ["the red shoes", "a broken lamp", "two winter jackets", "the garden chair", "a phone case", "the coffee machine", "some old books",
         "the kitchen table", "a pair of gloves", "the blue bicycle", "a wool carpet", "the office printer", "a camping tent"];

    private static readonly string[] Times =
        ["from last monday", "of the third of may", "bought in spring", "ordered yesterday", "from the winter sale", "of last year", "since tuesday",
         "paid by card", "sent to my mother", "for our office in leeds", "with express shipping"];

    public static string ClassOf(int number) => Classes[number % Classes.Length];

    /// <summary>
    /// A class that the text says nothing of. Not drawn with the seed of the text: its first draw would be the text's opening, and a student
    /// would learn the class from that.
    /// </summary>
    public static string ShuffledClassOf(int number) => Classes[SHA256.HashData(BitConverter.GetBytes(number))[0] % Classes.Length];

    public static string TextOf(int number)
    {
        var (kind, random) = (number % Classes.Length, new Random(number));
        return $"{Classes[kind]}: {Pick(Openings)} {Pick(Verbs[kind])} {Pick(Subjects[kind])} for {Pick(Objects)} {Pick(Times)} case {number}";

        string Pick(string[] words) => words[random.Next(words.Length)];
    }
}

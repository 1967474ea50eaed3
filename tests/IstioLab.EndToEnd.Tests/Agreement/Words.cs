namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>Few words, so that rules and requests meet often.</summary>
internal static class Words
{
    public static readonly string[] Paths =
        ["/anything", "/anything/a", "/anything/ab", "/anything/b", "/anything/A", "/anything/b/1", "/anything/c/d"];

    public static readonly string[] Values = ["a", "ab", "1"];

    public static readonly string[] Headers = ["x-one", "x-two"];

    public static readonly string[] Parameters = ["p", "q"];

    public static readonly string[] Methods = ["GET", "POST", "PUT", "OPTIONS"];

    /// <summary>A header's value with parts of the request in it.</summary>
    public const string Operators = "%REQ(:method)%-%REQ(x-nowhere?:path)%-100%%-%PROTOCOL%";

    public static readonly string[] Origins = ["http://good.example", "http://bad.example"];
}

namespace IstioLab.Config.Istio;

/// <summary>A StringMatch as written.</summary>
/// <param name="Kind">exact, prefix or regex; empty for <c>{}</c>.</param>
/// <param name="Value">The value.</param>
internal sealed record StringMatch(string Kind, string Value)
{
    public string Regex => Kind == "regex" ? Value : "";

    public string Prefix => Kind == "prefix" ? Value : "";

    public string Exact => Kind == "exact" ? Value : "";

    /// <summary>Whether it only asks that there is a value: nothing given, or the regex <c>*</c>, which is no RE2.</summary>
    public bool IsPresence => Kind.Length == 0 || Regex == "*";
}

namespace IstioLab.Labs.Definitions;

/// <summary>A text in the languages of the labs.</summary>
/// <param name="En">English.</param>
/// <param name="Zh">Chinese.</param>
public sealed record LocalizedText(string En, string Zh)
{
    /// <summary>The text in a language.</summary>
    /// <param name="language"><c>zh</c> for Chinese; everything else is English.</param>
    public string In(string language) => language == "zh" ? Zh : En;
}

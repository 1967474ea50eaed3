using System.Globalization;

namespace IstioLab.Figures;

/// <summary>Prints each figure beside its limit, as one row of a Markdown table.</summary>
internal sealed class FigureReport(TextWriter output)
{
    private bool _begun;

    public int Failures { get; private set; }

    public void Add(string figure, double value, double limit, string unit)
    {
        if (!_begun)
        {
            output.WriteLine("| figure | measured | limit | |\n| --- | ---: | ---: | --- |");
            _begun = true;
        }

        var passed = value <= limit;
        Failures += passed ? 0 : 1;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {figure} | {value:0.##} {unit} | {limit:0.##} {unit} | {(passed ? "ok" : "over")} |"));
    }
}

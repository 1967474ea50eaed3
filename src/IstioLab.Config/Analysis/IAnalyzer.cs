namespace IstioLab.Config.Analysis;

/// <summary>Looks for one kind of trouble.</summary>
internal interface IAnalyzer
{
    /// <summary>Reports what it finds.</summary>
    void Analyze(AnalysisContext context);
}

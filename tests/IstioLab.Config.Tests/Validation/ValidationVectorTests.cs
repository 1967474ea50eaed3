using IstioLab.Config.Validation;

namespace IstioLab.Config.Tests.Validation;

public sealed class ValidationVectorTests
{
    public static TheoryData<string, VectorCase> Cases() => Cases(static vector => !vector.IsDamaged);

    public static TheoryData<string, VectorCase> CasesOf117() => Cases(static vector => vector.ValidIn117 is not null);

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Verdict_of_Istios_own_case_is_the_same(string source, VectorCase vector)
    {
        var result = ConfigValidator.Validate(vector.Resource());

        var said = $"{source} {vector.Line["spec"]?.ToJsonString()}\n{string.Join("\n", result.Errors)}\n{string.Join("\n", result.Warnings)}";
        Assert.True(vector.Valid == result.IsValid, said);
        Assert.True(vector.Warning is null || vector.Warning == !result.Warnings.IsEmpty, said);
        Assert.True(vector.Error is null || result.Errors.Any(error => error.Message.Contains(vector.Error, StringComparison.Ordinal)), $"{vector.Error}\n{said}");
        Assert.True(vector.WarningText is null || result.Warnings.Any(warning => warning.Message.Contains(vector.WarningText, StringComparison.Ordinal)), said);
    }

    [Theory]
    [MemberData(nameof(CasesOf117), DisableDiscoveryEnumeration = true)]
    public void Verdict_of_1_17_is_the_one_of_its_time(string source, VectorCase vector)
    {
        var result = ConfigValidator.Validate(vector.Resource(), IstioVersion.V117);

        Assert.True(
            vector.ValidIn117 == result.IsValid,
            $"{source} {vector.Line["spec"]?.ToJsonString()}\n{string.Join("\n", result.Errors)}");
    }

    private static TheoryData<string, VectorCase> Cases(Func<VectorCase, bool> filter)
    {
        var data = new TheoryData<string, VectorCase>();
        foreach (var vector in VectorCase.Read().Where(filter))
        {
            data.Add(vector.Source, vector);
        }

        return data;
    }
}

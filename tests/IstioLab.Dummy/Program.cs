using IstioLab.Dummy;

return args switch
{
    ["echo", .. var words] => Behaviours.Echo(words),
    ["env", var name] => Behaviours.ShowVariable(name),
    ["input"] => await Behaviours.UpperCaseInputAsync(),
    ["lines", var count] => Behaviours.WriteLines(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["fail", var code, .. var lines] => Behaviours.Fail(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), lines),
    ["wait"] => await Behaviours.WaitForInterruptAsync(),
    ["stubborn"] => await Behaviours.IgnoreInterruptsAsync(),
    ["tree"] => await Behaviours.StartChildAsync(),
    ["session"] => Behaviours.ShowSession(),
    _ => Behaviours.Fail(2, ["The dummy knows echo, env, input, lines, fail, wait, stubborn, tree and session."]),
};

using System.Globalization;
using System.Reflection;
using CsCheck;
using Xunit.Sdk;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DaprShared.Fuzz;

/// <summary>
/// What holds of any input. In a test run a property is tried with the same few inputs each time; where <c>FUZZ_SECONDS</c> is set, with
/// new ones until its share of that time is over.
/// </summary>
internal static class Property
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(60);

    private static readonly int _seconds = int.TryParse(
        Environment.GetEnvironmentVariable("FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? Math.Max(1, seconds / Count())
        : 0;

    /// <summary>Tries a property.</summary>
    /// <param name="inputs">Makes the inputs.</param>
    /// <param name="cases">How many of them are tried in a test run.</param>
    /// <param name="check">Fails where the property does not hold.</param>
    /// <param name="print">Writes an input for a message: as much as makes a test of it.</param>
    public static void Holds<T>(this Gen<T> inputs, int cases, Action<T> check, Func<T, string> print)
    {
        try
        {
            Try(inputs, cases, check, print);
        }
        catch (CsCheckException fault) when (fault.InnerException is SkipException skip)
        {
            throw skip; // what the check needs is not installed, which is no fault of the input
        }
    }

    private static void Try<T>(Gen<T> inputs, int cases, Action<T> check, Func<T, string> print)
    {
        if (_seconds > 0)
        {
            // Goes on after a fault, for a smaller input with the same one. The message begins with the seed.
            inputs.Sample(InTime, time: _seconds, print: print);
            return;
        }

        for (uint number = 0; number < cases; number++)
        {
            inputs.Sample(check, seed: new PCG(number, 2026).ToString(), iter: 1, threads: 1, print: print);
        }

        // An input on which nothing ends is a fault too.
        void InTime(T input) => Task.Run(() => check(input)).WaitAsync(_longest).GetAwaiter().GetResult();
    }

    private static int Count() =>
        typeof(Property).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Count(test => test.IsDefined(typeof(FactAttribute)));
}

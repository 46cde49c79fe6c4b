# R's answers to the lines of the accuracy grid; see accuracy_table.py.
lines <- strsplit(readLines(file("stdin")), " ")
names_of <- c(
  normal = "norm", t = "t", chi2 = "chisq", gamma = "gamma", beta = "beta", f = "f",
  binomial = "binom", poisson = "pois", negbinomial = "nbinom", hypergeometric = "hyper",
  ncchi2 = "chisq", ncf = "f", nct = "t", tukey = "tukey"
)
for (words in lines) {
  family <- words[1]
  op <- words[2]
  values <- as.numeric(words[-(1:2)])
  x <- values[length(values)]
  parameters <- as.list(values[-length(values)])
  if (family == "gamma") names(parameters) <- c("shape", "scale")
  prefix <- c(density = "d", lower = "p", upper = "p", qlower = "q", qupper = "q")[[op]]
  name <- paste0(prefix, names_of[[family]])
  tail <- if (prefix == "d") list() else list(lower.tail = op %in% c("lower", "qlower"))
  value <- suppressWarnings(tryCatch(
    do.call(name, c(list(x), parameters, tail)), error = function(e) NaN
  ))
  cat(sprintf("%.17g\n", value))
}
